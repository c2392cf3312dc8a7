using System.Globalization;
using Parley.Bench.Servers;

namespace Parley.Bench.Peers;

/// <summary>Everything that is measured, in the report's order.</summary>
internal static class PeerCatalog
{
    /// <summary>What the others are compared with.</summary>
    internal const string Baseline = "naive";

    internal static IReadOnlyList<Peer> All(Layout layout) =>
    [
        new ParleyPeer(
            "parley", "Parley, with JWT, validation and limits: `ice_candidate` by `direct`, `ice-candidate` by `chatroom`", layout.Parley),
        .. Before(layout),
        new LivePeer(layout.Parley),
        new LiveMediaPeer(layout.Parley),
        new BarePeer(
            Baseline,
            "Kestrel as it comes, `WebSocket.SendAsync` a frame: a bare relay",
            port => ServerCommand.DotNet(layout.Naive, "--urls", $"http://127.0.0.1:{port}")),
        new RegisteringPeer(
            "naive-jwt",
            "the same, with a JWT to check and a first message to read and answer, as Parley has; connecting only",
            layout.Naive),
        new BarePeer("ws", "npm `ws`: a bare relay", port => Node(layout, "ws.js", port)),
        new SocketIoPeer(
            "socket.io", "npm `socket.io`: one event to the partner's socket, or to the room",
            port => Node(layout, "socketio.js", port)),
        new SocketIoPeer(
            "parley-io", "Parley's Socket.IO server, doing the same for the same clients",
            port => ServerCommand.DotNet(layout.SocketIo, "--urls", $"http://127.0.0.1:{port}")),
        new WorldPeer(
            "world", "Parley's `world`, with tokens, collisions, speed and rates: a `PRESENCE_BROADCAST` each",
            layout.Parley, batches: false),
        new WorldPeer("world-batch", "the same for clients that take a tick as one `PRESENCE_BATCH`", layout.Parley, batches: true),
        new PeerJsPeer(port => Node(layout, "peer.js", port)),
        new BarePeer(
            "bun",
            "npm `bun`, `Bun.serve` with its native publish for rooms: a bare relay",
            port => new ServerCommand(layout.Bun, layout.Script("bun.js"), Text(port))),
        new BarePeer(
            "limit",
            "epoll in C# on one thread, part of the load generator: a bare relay, as fast as system calls let it be",
            port => ServerCommand.DotNet(Layout.Self, "relay", Text(port))),
        new TickingPeer(
            "limit-ticks",
            "the same, with presence on ticks: nothing is read, checked or decided, the latest messages are copied and sent",
            port => ServerCommand.DotNet(Layout.Self, "relay", Text(port))),
    ];

    /// <summary>The build that this one is compared with, where <c>eng/bench --against</c> has made one.</summary>
    private static IEnumerable<Peer> Before(Layout layout)
    {
        if (File.Exists(layout.Before)) yield return new ParleyPeer("before", "Parley as it was, doing the same", layout.Before);
    }

    private static ServerCommand Node(Layout layout, string script, int port) =>
        new ServerCommand("node", layout.Script(script), Text(port)).With(("NODE_ENV", "production"));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
