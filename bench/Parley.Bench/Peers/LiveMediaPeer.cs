using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Media;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Rooms of Parley's <c>live</c> with publishers and watchers: docs/protocols/live.md. The media server is a stand-in that
/// answers at once, so that Parley's part is measured by itself.
/// </summary>
internal sealed class LiveMediaPeer(string assembly) : Peer
{
    private readonly JwtSigner signer = new(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
    private readonly Lazy<JanusStandIn> janus = new(() => new JanusStandIn());

    internal override string Name => "live-sfu";

    internal override string About => "Parley's `live` with a stand-in for Janus that answers at once: publishing and watching";

    internal override bool Relays => false;

    /// <summary>How long it takes until nothing is left of clients who have gone, with a good second to spare.</summary>
    internal static readonly TimeSpan Clearing = TimeSpan.FromSeconds(3);

    /// <summary>How often the media server was asked something so far.</summary>
    internal long JanusRequests => janus.Value.Requests;

    internal override string ReadyPath => "/health/ready";

    internal override ServerCommand Command(int port, string folder) =>
        ServerCommand.DotNet(assembly, "serve", "--urls", $"http://127.0.0.1:{port}").With(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Parley__Auth__SymmetricKey", signer.Key),
            ("Parley__Storage__ConnectionString", $"Data Source={Path.Combine(folder, "bench.db")}"),
            ("Parley__Media__Janus__0__Url", janus.Value.Url),
            ("Parley__Live__Rooms", "1000000"),
            // What the warm-up leaves behind is cleared away before anything is measured.
            ("Parley__Live__Grace", "1s"));

    /// <summary>Connects, makes a room, and publishes in it.</summary>
    internal ClientPlan Publisher(string room) => new(
        Upgrade.Request("/live", signer.Sign(room)),
        new Step(Frame("join", "JOIN", room, room, ",\"ve\":true,\"ae\":true,\"eg\":\"b\",\"op\":{\"roomCreating\":true}"), "\"c\":200,\"s\":\"JOIN\""u8.ToArray()),
        new Step(null, "PUBLISH_LIST_CHANGED"u8.ToArray()),
        new Step(Frame("offer", "OFFER", room, room, $",\"sdp\":\"{JsonEncodedText.Encode(Sdp.Text)}\""), "\"c\":200,\"s\":\"OFFER\""u8.ToArray()));

    /// <summary>Connects, joins the room, watches whoever made it, and answers the offer.</summary>
    internal ClientPlan Watcher(string room, int number)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"{room}-{number}");
        return new ClientPlan(
            Upgrade.Request("/live", signer.Sign(user)),
            new Step(Frame("join", "JOIN", user, room, ",\"ve\":false,\"ae\":false,\"eg\":\"b\""), "\"c\":200,\"s\":\"JOIN\""u8.ToArray()),
            new Step(
                Frame("watch", "WATCH", user, room, $$""","to":{"userId":"{{room}}","sessionId":"s"}"""), "\"c\":200,\"s\":\"WATCH\""u8.ToArray()),
            // Nothing acknowledges an answer.
            new Step(
                Frame("answer", "ANSWER", user, room, $$""","to":{"userId":"{{room}}","sessionId":"s"},"sdp":"{{JsonEncodedText.Encode(Sdp.Text)}}" """), []));
    }

    private static byte[] Frame(string action, string signal, string user, string room, string more) =>
        FrameWriter.Client(Opcode.Text, Encoding.UTF8.GetBytes(
            $$$"""{"action":"{{{action}}}","data":{"s":"{{{signal}}}","ch":"m2m","ss":{"userId":"{{{user}}}","sessionId":"s","category":"stream","host":"Web","deviceId":"d"},"rid":"{{{room}}}"{{{more}}}}}"""));
}
