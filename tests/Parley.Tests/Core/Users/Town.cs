using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.Core.Users;
using Parley.Tests.Core.Messages;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.Core.Users;

/// <summary>Users with their mailboxes and devices, as a protocol's sessions use them.</summary>
internal sealed class Town
{
    public static readonly TimeSpan OfferTimeout = TimeSpan.FromSeconds(30);

    private static readonly CountingCodec Codec = new("any");

    public Town()
    {
        var clock = new Clock(Time);
        Directory = new UserDirectory(clock, OfferTimeout, Metrics);
        Rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>>
            {
                [UserMailbox.Kind] = id => new UserMailbox(Directory) { Id = id },
            },
            clock);
    }

    public ManualTimeProvider Time { get; } = new();

    public ProtocolMetrics Metrics { get; } = new("test");

    public UserDirectory Directory { get; }

    public LocalRooms Rooms { get; }

    /// <summary>Mailboxes that live.</summary>
    public int Mailboxes => Rooms.CountByKind().Single().Value;

    /// <summary>
    /// A device of a user comes; it watches <paramref name="contacts"/>, and what it was told till now is forgotten.
    /// </summary>
    public Resident Connect(string user, string? device = null, params string[] contacts)
    {
        var resident = new Resident(this, user);
        foreach (var contact in contacts) To(contact, new Watch(resident.Peer));
        To(user, new Attach(resident.Peer, device, contacts.ToHashSet()));
        resident.Peer.Take();
        return resident;
    }

    /// <summary>Two devices, of alice and of bob, in a negotiation that bob has answered.</summary>
    public (Resident Alice, Resident Bob) Call(string negotiation, params string[] aliceWatches)
    {
        var (alice, bob) = (Connect("alice", null, aliceWatches), Connect("bob"));
        alice.Send(MessageKind.Offer, "bob", negotiation);
        bob.Send(MessageKind.Answer, "alice", negotiation);
        alice.Peer.Take();
        bob.Peer.Take();
        return (alice, bob);
    }

    public void To(string user, Command command) => Rooms.Dispatch(UserMailbox.Of(user), command);

    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Rooms.Tick();
    }

    public static Signal NewSignal(MessageKind kind, string from, string to, string? negotiation) => new(
        kind, "test", from, to, negotiation, Codec, TestFrames.Text($"{kind}"), default);

    public static UserPresence PresenceIn(Event message) => message switch
    {
        StatusChanged changed => changed.Presence,
        ContactPresence contact => contact.Presence,
        _ => throw new InvalidOperationException($"{message.GetType().Name} says nothing of a presence."),
    };

    public static IPeer Stranger() => new RecordingPeer("stranger");
}
