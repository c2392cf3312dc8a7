using System.Collections.Concurrent;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>The guests of all nodes, where the lobby is; none elsewhere.</summary>
internal sealed class HostedGuests
{
    private readonly ConcurrentDictionary<HostedGuest, byte> guests = new();

    public void Add(HostedGuest guest) => guests[guest] = 0;

    public void Remove(HostedGuest guest) => guests.TryRemove(guest, out _);

    /// <summary>Tells all of them, by what is written once.</summary>
    public void Tell(GuestEvent message)
    {
        if (guests.IsEmpty) return;
        var frame = GuestFrames.Of(message);
        foreach (var (guest, _) in guests) guest.Tell(message, frame);
    }
}
