using System.Security.Cryptography;
using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Calls of two by Parley's <c>live</c>, in channel <c>p2p</c>: docs/protocols/live.md. Each pair has a room, whose other
/// member gets what one sends.
/// </summary>
internal sealed class LivePeer(string assembly) : Peer
{
    private readonly JwtSigner signer = new(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    internal override string Name => "live";

    internal override string About => "Parley's `live`: `ICE` to the other member of a `p2p` room, with JWT, validation, limits and rooms";

    internal override bool HasRooms => false;

    internal override string ReadyPath => "/health/ready";

    internal override ServerCommand Command(int port, string folder) =>
        ServerCommand.DotNet(assembly, "serve", "--urls", $"http://127.0.0.1:{port}").With(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Parley__Auth__SymmetricKey", signer.Key),
            ("Parley__Storage__ConnectionString", $"Data Source={Path.Combine(folder, "bench.db")}"),
            // The limits stay in force; only their numbers are out of the load's way.
            ("Parley__Live__Rooms", "1000000"),
            ("Parley__Limits__MessagesPerSecond", "1000000"),
            ("Parley__Limits__Burst", "1000000"));

    /// <summary>Who is second is told that the room is there already, and joins it; for the first it is joining again.</summary>
    internal override ClientPlan Pair(string id, string partner) => new(
        Upgrade.Request("/live", signer.Sign(id)),
        new Step(Join(id, partner, ",\"op\":{\"roomCreating\":true}"), "\"JOIN\""u8.ToArray()),
        new Step(Join(id, partner, ""), "\"c\":200"u8.ToArray()));

    internal override Message PairMessage(string from, string to, int size) =>
        new(size, $$"""{"action":"iceCandidate","data":{"s":"ICE",{{Fields(from, to)}},"sdp":"candidate:""", "\"}}");

    private static byte[] Join(string id, string partner, string more) => FrameWriter.Client(Opcode.Text, Encoding.UTF8.GetBytes(
        $$$"""{"action":"join","data":{"s":"JOIN",{{{Fields(id, partner)}}},"ve":true,"ae":true,"eg":"b"{{{more}}}}}"""));

    private static string Fields(string id, string partner) =>
        $$$"""
        "ch":"p2p","ss":{"userId":"{{{id}}}","sessionId":"s","category":"stream","host":"Web","deviceId":"d"},"rid":"{{{Room(id, partner)}}}"
        """;

    private static string Room(string id, string partner) => string.CompareOrdinal(id, partner) < 0 ? id : partner;
}
