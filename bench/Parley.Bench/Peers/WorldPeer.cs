using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Parley's <c>world</c>, with tokens, collisions, speed and rates checked: docs/protocols/world.md. It takes part in
/// presence only.
/// </summary>
/// <param name="name">Its name in the report.</param>
/// <param name="about">What it is.</param>
/// <param name="assembly">The server.</param>
/// <param name="batches">Whether its clients take a tick's updates as one message.</param>
internal sealed class WorldPeer(string name, string about, string assembly, bool batches) : Peer
{
    /// <summary>Each zone is all of a world, so many tiles wide and high.</summary>
    private const int Size = 24;

    /// <summary>Where people come in lies above the rows in which each has a tile.</summary>
    private const int FirstRow = 14;

    private const int Worlds = 200;

    private static readonly byte[] One = "{\"type\":\"PRESENCE_BROADCAST\""u8.ToArray();
    private static readonly byte[] Many = "{\"type\":\"PRESENCE_BATCH\""u8.ToArray();

    private readonly JwtSigner signer = new(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    internal override string Name => name;

    internal override string About => about;

    internal override string ReadyPath => "/health/ready";

    internal override bool CountsTicks => true;

    internal override ServerCommand Command(int port, string folder)
    {
        var worlds = Directory.CreateDirectory(Path.Combine(folder, "worlds")).FullName;
        for (var world = 0; world < Worlds; world++)
            File.WriteAllText(Path.Combine(worlds, $"{WorldId(world)}.json"), WorldFile(world));
        return ServerCommand.DotNet(assembly, "serve", "--urls", $"http://127.0.0.1:{port}").With(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Parley__Auth__SymmetricKey", signer.Key),
            ("Parley__Storage__ConnectionString", $"Data Source={Path.Combine(folder, "bench.db")}"),
            ("Parley__World__Folder", worlds),
            // The rules stay in force; only their numbers are out of the load's way.
            ("Parley__World__PresencePerSecond", "1000"),
            ("Parley__World__MessagesPerSecond", "1000"),
            ("Parley__World__TilesPerSecond", "1000"),
            ("Parley__World__TileBurst", "1000"));
    }

    internal override bool Relays => false;

    internal override Crowd Crowd(ServerProcess server, int zones, int movers)
    {
        var everybody = Enumerable.Range(0, zones * movers).ToArray();
        return new Crowd(
            [.. everybody.Select(i => Plan(i, i / movers))],
            [.. everybody.Select(i => new[] { Update(i % movers, 0.25), Update(i % movers, 0.75) })],
            Deliveries);
    }

    private static int Deliveries(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith(One)) return 1;
        if (payload.StartsWith(Many)) return payload.Count("\"user_id\""u8);
        return payload.StartsWith("{\"type\":\"ERROR\""u8) || payload.StartsWith("{\"type\":\"POSITION_CORRECTION\""u8)
            ? throw new BenchException($"the server refused something: {Client.Text(payload)}")
            : 0;
    }

    private static string WorldId(int world) => "w" + world.ToString(CultureInfo.InvariantCulture);

    private static string WorldFile(int world) =>
        $$$"""
        {"worldId":"{{{WorldId(world)}}}","workspaceId":"bench","version":"1","meta":{"name":"bench"},
         "map":{"tileSet":"plain","width":{{{Size}}},"height":{{{Size}}},"layers":[{"id":"floor","tiles":[]}]},
         "zones":[{"id":"all","type":"OpenArea","bounds":{"x":0,"y":0,"width":{{{Size}}},"height":{{{Size}}}}}],
         "doors":[],"objects":[],"spawnPoints":[{"x":4,"y":4}]}
        """;

    private static byte[] Update(int mover, double offset)
    {
        var x = string.Create(CultureInfo.InvariantCulture, $"{(mover % Size) + offset}");
        var y = string.Create(CultureInfo.InvariantCulture, $"{FirstRow + (mover / Size * 2) + offset}");
        return Frame(
            $$$"""{"type":"PRESENCE_UPDATE","payload":{"position":{"x":{{{x}}},"y":{{{y}}}},"facing":"north","state":"walking","zone_id":"all"},"protocol_version":1}""");
    }

    private ClientPlan Plan(int client, int world)
    {
        var token = signer.Sign($"mover-{client}", ",\"workspace_id\":\"bench\",\"display_name\":\"M\"");
        var capabilities = batches ? ",\"capabilities\":[\"presence_batch\"]" : "";
        return new ClientPlan(
            Upgrade.Request("/world"),
            new Step(
                Frame($$$"""{"type":"CONNECT","payload":{"token":"{{{token}}}","client_version":"1"{{{capabilities}}}},"protocol_version":1}"""),
                "\"CONNECTED\""u8.ToArray()),
            new Step(
                Frame($$$"""{"type":"JOIN_WORLD","payload":{"world_id":"{{{WorldId(world)}}}"},"protocol_version":1}"""),
                "\"WORLD_STATE\""u8.ToArray()));
    }

    private static byte[] Frame(string json) => FrameWriter.Client(Opcode.Text, Encoding.UTF8.GetBytes(json));
}
