using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Protocols.ChatRoom;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>A call of <c>chatroom</c> without a network, whose clients resume; time stands still until a test moves it.</summary>
internal sealed class CallBench
{
    private static readonly Guid Room = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public CallBench(ResumeOptions options, TimeSpan? grace = null)
    {
        var clock = new Clock(Time);
        var metrics = new ParleyMetrics(
            new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        Kept = new KeptSessions(options, clock, metrics);
        Metrics = metrics.For(ChatRoomProtocol.Name);
        Rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>> { [CallRoom.Kind] = id => new CallRoom(Metrics) { Id = id } }, clock);
        var rates = RateLimits.Default with { MessagesPerSecond = 1_000_000, Burst = 1_000_000 };
        Protocol = new ChatRoomProtocol(Time)
        {
            Rooms = Rooms,
            Clock = clock,
            Options = new ChatRoomOptions { Grace = grace ?? TimeSpan.FromSeconds(30) },
            Rates = rates,
            Users = new UserBuckets(clock, rates),
            Kept = Kept,
            Metrics = Metrics,
        };
    }

    public ManualTimeProvider Time { get; } = new();

    public KeptSessions Kept { get; }

    public ProtocolMetrics Metrics { get; }

    public LocalRooms Rooms { get; }

    public ChatRoomProtocol Protocol { get; }

    /// <summary>How many rooms live.</summary>
    public int RoomCount => Rooms.CountByKind().Sum(k => k.Value);

    /// <summary>A new connection of that account, as its endpoint would make it.</summary>
    public Wire Connect(string account, ResumeRequest? resume, Guid? room = null)
    {
        var wire = new Wire();
        var made = Protocol.NewSession(
            wire, new(account, null), new Account(account, null), room ?? Room, envelope: null, resume);
        // As a connection does: who it was handed over to goes first.
        wire.Handler ??= made;
        return wire;
    }

    public void Put(string account) => Rooms.Dispatch(CallRoom.Of(Room), new EvictAccount(account));

    /// <summary>So much time passes, second by second.</summary>
    public void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Kept.Tick();
        }
    }

    /// <summary>What a welcome says of resuming.</summary>
    public static ResumeAnswer AnswerIn(string welcome)
    {
        var said = JsonDocument.Parse(welcome).RootElement.GetProperty("data").GetProperty("resume");
        return new ResumeAnswer(
            Enum.Parse<ResumeResult>(said.GetProperty("result").GetString()!, ignoreCase: true),
            said.GetProperty("token").GetString()!, said.GetProperty("seq").GetInt64(), said.GetProperty("received").GetInt64(),
            TimeSpan.FromSeconds(said.GetProperty("grace").GetDouble()),
            said.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }
}
