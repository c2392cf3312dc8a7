using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Identity;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Protocols.Live;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>
/// Worlds, their people, and a clock that stands still. The world <c>hq</c> of workspace <c>acme</c> is that of
/// <see cref="WorldText.Good"/>; <c>picture</c> can be added.
/// </summary>
internal sealed class WorldBench
{
    private readonly Lock timeGate = new();
    private readonly LocalRooms rooms;
    private readonly Lazy<WorldProtocol> protocol;

    public WorldBench(
        WorldOptions? options = null, WorldMap? map = null, ILogger? logger = null, WorldRules? rules = null,
        ManualTimeProvider? time = null, HostedRooms? hosted = null)
    {
        Time = time ?? new ManualTimeProvider();
        Clock = new Clock(Time);
        var metrics = new ParleyMetrics(
            new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        Metrics = metrics.For(WorldProtocol.Name);
        Kept = new KeptSessions(new ResumeOptions(), Clock, metrics);
        Worlds.Put(map ?? WorldText.Map());
        Ticker = new Ticker(Time, TimeSpan.FromSeconds(1.0 / 15), late: _ => { }, failed: failure => Failures.Add(failure));
        rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>>
            {
                [WorldProtocol.WorldKind] = id => Protocol.NewWorld(id),
                [UserConnection.Kind] = WorldProtocol.NewUser,
                [LiveRoom.Kind] = (hosted ?? new HostedRooms()).NewRoom,
            },
            Clock);
        protocol = new Lazy<WorldProtocol>(() => new WorldProtocol
        {
            Rooms = rooms,
            Clock = Clock,
            Time = Time,
            Options = options ?? new WorldOptions(),
            Worlds = Worlds,
            Ticker = Ticker,
            Rules = rules ?? new WorldRules(),
            CheckIdentity = Check,
            Kept = Kept,
            Metrics = Metrics,
            Logger = logger ?? NullLogger.Instance,
        });
        Protocol.FollowWorlds();
    }

    public ManualTimeProvider Time { get; }

    public Clock Clock { get; }

    public WorldCatalog Worlds { get; } = new();

    public Ticker Ticker { get; }

    public ProtocolMetrics Metrics { get; }

    public KeptSessions Kept { get; }

    public WorldProtocol Protocol => protocol.Value;

    /// <summary>What ticks threw.</summary>
    public List<Exception> Failures { get; } = [];

    public IRooms Rooms => rooms;

    public int RoomsOf(string kind) => rooms.CountByKind().Single(k => k.Key == kind).Value;

    /// <summary>Somebody of the workspace who is connected, has joined, and has read all of it.</summary>
    public Person Come(string name, string world = "hq", string roles = "Member", bool batches = false)
    {
        var person = new Person(this, name) { Roles = roles, Batches = batches };
        person.Connect();
        person.Join(world);
        person.Take();
        return person;
    }

    /// <summary>A little more than a period of the ticker passes, in which everybody who asked has a turn.</summary>
    public void Tick()
    {
        lock (timeGate) Time.Advance(TimeSpan.FromMilliseconds(68));
        Ticker.Run();
    }

    public void Pass(double seconds)
    {
        lock (timeGate) Time.Advance(TimeSpan.FromSeconds(seconds));
        rooms.Tick();
        Ticker.Run();
    }

    /// <summary>Tokens here are <c>name|workspace|role,role</c>.</summary>
    private static VerifiedIdentity? Check(string token, out string refusal)
    {
        var parts = token.Split('|');
        refusal = "The token is no good.";
        return parts.Length != 3 ? null : new VerifiedIdentity(parts[0], ExpiresAt: null)
        {
            WorkspaceId = parts[1].Length == 0 ? null : parts[1],
            Roles = parts[2].Split(','),
            DisplayName = parts[0].ToUpperInvariant(),
        };
    }
}
