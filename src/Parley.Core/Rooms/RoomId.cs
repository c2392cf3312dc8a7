namespace Parley.Core.Rooms;

/// <summary>Names a room: its kind and its key within that kind. Written <c>user:alice</c>.</summary>
/// <param name="Kind">Registered with the rooms at start.</param>
/// <param name="Key">Whatever the kind uses: a user's id, a GUID.</param>
public readonly record struct RoomId(string Kind, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}:{Key}";
}
