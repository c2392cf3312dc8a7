using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Protocols.ChatRoom;
using Parley.Protocols.Direct;
using Parley.Protocols.GuestCall;
using Parley.Protocols.Live;
using Parley.Protocols.Live.Whip;
using Parley.Protocols.World;
using Parley.RabbitMq;
using Parley.Server.Guests;
using Parley.Server.Options;

namespace Parley.Server.Hosting;

/// <summary>Registers the rooms: of this node alone, or of all nodes where there is a broker.</summary>
internal static class ClusterServices
{
    public static IServiceCollection AddParleyRooms(this IServiceCollection services, ParleyOptions options)
    {
        if (options.Cluster.RabbitMq is not { } broker)
            return services.AddSingleton<IRooms>(s => s.GetRequiredService<LocalRooms>());

        services.AddSingleton(s => NewNode(s, new ClusterOptions(new Uri(broker))));
        services.AddSingleton<IRooms>(s =>
            new ClusterRooms(s.GetRequiredService<LocalRooms>(), new Lazy<ClusterNode>(s.GetRequiredService<ClusterNode>)));
        return services.AddHostedService<Membership>();
    }

    /// <summary>A server without a broker is all the nodes there are.</summary>
    public static void Observe(ParleyMetrics metrics, IServiceProvider services)
    {
        var node = new Lazy<ClusterNode?>(services.GetService<ClusterNode>);
        metrics.ObserveCluster(
            () => node.Value?.Nodes ?? 1, () => node.Value?.ShardsHere ?? ClusterNode.Shards, () => node.Value?.IsWhole ?? true,
            () => (node.Value?.EdgeSessions ?? 0, node.Value?.HostedSessions ?? 0), () => node.Value?.InputsWaiting ?? 0,
            () => node.Value?.Published ?? 0);
    }

    private static ClusterNode NewNode(IServiceProvider services, ClusterOptions options)
    {
        return new ClusterNode(
            options,
            [
                new SessionKind(ChatRoomProtocol.Name, (connection, state, wasOpen, carried) =>
                    services.GetRequiredService<ChatRoomProtocol>().Open(connection, ChatRoomOpening.FromBytes(state), wasOpen, carried)),
                new SessionKind(DirectProtocol.Name, (connection, state, _, carried) =>
                    services.GetRequiredService<DirectProtocol>().Open(connection, DirectOpening.FromBytes(state), carried)),
                new SessionKind(GuestCallProtocol.Name, (connection, state, wasOpen, _) => new HostedGuest(
                    connection, GuestOpening.FromBytes(state), wasOpen, services.GetRequiredService<GuestCallProtocol>(),
                    services.GetRequiredService<HostedGuests>())),
                new SessionKind(WorldProtocol.Name, (connection, state, wasOpen, carried) =>
                    services.GetRequiredService<WorldProtocol>().Open(connection, WorldOpening.FromBytes(state), wasOpen, carried))
                {
                    IsLatest = WorldProtocol.IsPresence,
                },
                new SessionKind(LiveProtocol.Name, (connection, state, _, carried) =>
                    services.GetRequiredService<LiveProtocol>().Open(connection, LiveOpening.FromBytes(state), carried)),
                new SessionKind(LiveKeeper.Name, (connection, state, _, _) =>
                    new LiveKeeper(connection, services.GetRequiredService<LiveProtocol>(), state)),
            ],
            [.. ChatRoomForms(), AskGuestsForm(), .. LiveForms(), WhipForm(services)], services.GetRequiredService<LocalRooms>(),
            services.GetRequiredService<ILogger<ClusterNode>>(), shard => ForgetLiveRooms(services.GetRequiredService<LocalRooms>(), shard));
    }

    /// <summary>What they have on media servers is given back, and who is in them by HTTP is out.</summary>
    private static void ForgetLiveRooms(LocalRooms rooms, int shard)
    {
        foreach (var room in rooms.OfKind(LiveProtocol.RoomKind).Where(r => ClusterNode.ShardOf(r) == shard && LiveScope.IsPlain(r)))
            rooms.Dispatch(room, new ForgetLiveRoom());
    }

    private static CommandForm WhipForm(IServiceProvider services) => new(
        typeof(AskWhip), c => ((AskWhip)c).Ask.ToBytes(),
        (bytes, answer) =>
        {
            var asked = new TaskCompletionSource<WhipReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            asked.Task.ContinueWith(
                task => answer(WhipAsk.ToBytes(task.Result)), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            return new AskWhip(WhipAsk.FromBytes(bytes), services.GetRequiredService<WhipProtocol>(), asked);
        },
        (asked, answer) =>
        {
            var waiting = ((AskWhip)asked).Answer;
            if (answer is null) waiting.TrySetException(new TimeoutException("The room's node did not answer."));
            else waiting.TrySetResult(WhipAsk.ReplyFromBytes(answer));
        })
    {
        HasAnswer = true,
    };

    private static IEnumerable<CommandForm> LiveForms() =>
    [
        new CommandForm(
            typeof(OpenLiveRoom), c => LiveWire.Write((OpenLiveRoom)c), LiveWire.ReadOpen,
            (asked, answer) => LiveWire.Answer(((OpenLiveRoom)asked).Answer, answer))
        {
            HasAnswer = true,
        },
        new CommandForm(
            typeof(CloseLiveRoom), c => LiveWire.Write((CloseLiveRoom)c), LiveWire.ReadClose,
            (asked, answer) => LiveWire.Answer(((CloseLiveRoom)asked).Answer, answer))
        {
            HasAnswer = true,
        },
        new CommandForm(
            typeof(AskLiveRoom), _ => [], (_, answer) => LiveWire.ReadAsk(answer),
            (asked, answer) => LiveWire.Answer((AskLiveRoom)asked, answer))
        {
            HasAnswer = true,
        },
        new CommandForm(
            typeof(MuteInLiveRoom), c => LiveWire.Write((MuteInLiveRoom)c), (bytes, _) => LiveWire.ReadMute(bytes), (_, _) => { }),
    ];

    private static IEnumerable<CommandForm> ChatRoomForms() =>
    [
        new CommandForm(
            typeof(EvictAccount), c => ChatRoomWire.Write((EvictAccount)c), (bytes, _) => ChatRoomWire.ReadEvict(bytes), (_, _) => { }),
        new CommandForm(typeof(EndCall), _ => [], (_, _) => new EndCall(), (_, _) => { }),
        new CommandForm(
            typeof(AskParticipants), _ => [], (_, answer) => ChatRoomWire.Ask(answer),
            (asked, answer) => ChatRoomWire.Answer((AskParticipants)asked, answer))
        {
            HasAnswer = true,
        },
    ];

    private static CommandForm AskGuestsForm() => new(
        typeof(AskGuests), _ => [],
        (_, answer) =>
        {
            var asked = new TaskCompletionSource<GuestsNow>(TaskCreationOptions.RunContinuationsAsynchronously);
            asked.Task.ContinueWith(
                task => answer(task.Result.ToBytes()), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            return new AskGuests(asked);
        },
        (asked, answer) =>
        {
            var waiting = ((AskGuests)asked).Answer;
            if (answer is null) waiting.TrySetException(new TimeoutException("The node of the lobby did not answer."));
            else waiting.TrySetResult(GuestsNow.FromBytes(answer));
        })
    {
        HasAnswer = true,
    };

    /// <summary>Takes part from the server's start to its end; stops after the sockets, whose sessions it serves.</summary>
    private sealed class Membership(ClusterNode node) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            node.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => node.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }
}
