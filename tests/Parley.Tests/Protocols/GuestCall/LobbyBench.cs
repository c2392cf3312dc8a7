using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Core.Time;
using Parley.Protocols.GuestCall;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>A lobby, its guests, and a clock that stands still.</summary>
internal sealed class LobbyBench
{
    private readonly Lock timeGate = new();
    private readonly Clock clock;
    private readonly LocalRooms rooms;

    public LobbyBench(RateLimits? rates = null)
    {
        clock = new Clock(Time);
        Metrics = new ParleyMetrics(
            new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>())
            .For(GuestCallProtocol.Name);
        rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>>
            {
                [Lobby.Kind] = id => new Lobby(new GuestCallOptions(), clock, Presence, Metrics, Calls.Add) { Id = id },
            },
            clock);
        Protocol = new GuestCallProtocol
        {
            Rooms = rooms,
            Clock = clock,
            Rates = rates ?? RateLimits.Default,
            Users = new UserBuckets(clock, rates ?? RateLimits.Default),
            Metrics = Metrics,
            Presence = Presence,
            Stats = new GuestStatsFeed(Presence, clock),
        };
    }

    public ManualTimeProvider Time { get; } = new();

    public GuestPresence Presence { get; } = new();

    public ProtocolMetrics Metrics { get; }

    public GuestCallProtocol Protocol { get; }

    /// <summary>Calls that have ended.</summary>
    public List<CallRecord> Calls { get; } = [];

    public int Lobbies => rooms.CountByKind().Single().Value;

    /// <summary>A guest who is connected and has read its welcome.</summary>
    public TestGuest Guest(string name)
    {
        var guest = new TestGuest(this, name);
        guest.Connect();
        guest.Take();
        return guest;
    }

    /// <summary>Two guests who are matched and have read so.</summary>
    public (TestGuest Alice, TestGuest Bob) Match()
    {
        var (alice, bob) = (Guest("alice"), Guest("bob"));
        alice.Emit("user:match");
        bob.Emit("user:match");
        alice.Take();
        bob.Take();
        return (alice, bob);
    }

    /// <summary>Two guests in a call that alice made and bob has answered; they have read all of it.</summary>
    public (TestGuest Alice, TestGuest Bob) Call()
    {
        var (alice, bob) = Match();
        alice.Emit("webrtc:offer", """{"offer":{"type":"offer","sdp":"1"},"type":"video"}""");
        bob.Emit("webrtc:answer", """{"answer":{"type":"answer","sdp":"2"}}""");
        alice.Take();
        bob.Take();
        return (alice, bob);
    }

    /// <summary>Any thread may call; time never goes back.</summary>
    public void Pass(double seconds)
    {
        lock (timeGate) Time.Advance(TimeSpan.FromSeconds(seconds));
        rooms.Tick();
    }

    /// <summary>Does something while no other thread lets time pass.</summary>
    public void WhileTimeStands(Action something)
    {
        lock (timeGate) something();
    }

    public void Dispatch(Command command) => rooms.Dispatch(Lobby.Only, command);
}
