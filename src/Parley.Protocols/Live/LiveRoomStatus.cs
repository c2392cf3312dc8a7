namespace Parley.Protocols.Live;

/// <summary>A room as its operator sees it.</summary>
/// <param name="Rid">Its id on the wire.</param>
/// <param name="Channel">What it is for.</param>
/// <param name="Owner">The user who owns it now; <c>null</c> while nobody publishes.</param>
/// <param name="Publishers">Sessions that may send, the oldest first.</param>
/// <param name="Viewers">How many sessions only watch.</param>
public sealed record LiveRoomStatus(
    string Rid, LiveChannel Channel, string? Owner, IReadOnlyList<LivePublisher> Publishers, int Viewers);
