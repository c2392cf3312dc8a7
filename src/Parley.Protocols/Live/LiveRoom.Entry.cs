namespace Parley.Protocols.Live;

/// <summary>Who may come in at all.</summary>
internal sealed partial class LiveRoom
{
    /// <summary>Whether the user may be in the room.</summary>
    private bool MayEnter(string userId) => userId.Length > 0;

    /// <summary>Puts all sessions of a user out.</summary>
    private void Evict(string userId, string reason)
    {
        foreach (var member in members.Where(m => m.UserId == userId).ToArray()) PutOut(member, reason);
    }
}
