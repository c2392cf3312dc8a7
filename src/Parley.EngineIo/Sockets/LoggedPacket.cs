using Parley.Core.Messages;

namespace Parley.EngineIo.Sockets;

/// <summary>An event that was sent, for those who may have missed it.</summary>
/// <param name="Offset">Names it.</param>
/// <param name="Frames">What went out.</param>
/// <param name="Room">Whom it was for: a room, or a socket by its id; <c>null</c> for all.</param>
/// <param name="Except">The id of a socket it was not for.</param>
internal sealed record LoggedPacket(string Offset, Frame[] Frames, string? Room, string? Except)
{
    public long SentAt { get; set; }

    public int Bytes { get; } = Frames.Sum(f => f.Length);

    public bool IsFor(string id, HashSet<string> rooms) =>
        Except != id && (Room is null || Room == id || rooms.Contains(Room));
}
