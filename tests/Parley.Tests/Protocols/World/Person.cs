using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Protocols.World;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.Protocols.World;

/// <summary>Somebody in a world, with one connection at a time. Reads only when a test lets it.</summary>
internal sealed class Person(WorldBench bench, string name)
{
    private int read;

    public string Name => name;

    public string Roles { get; init; } = "Member";

    public string Workspace { get; init; } = "acme";

    public bool Batches { get; init; }

    /// <summary>Whether the node is one of several.</summary>
    public bool IsRemembered { get; init; }

    public RecordingConnection Connection { get; private set; } = new();

    public WorldSession Session { get; private set; } = null!;

    public IEnumerable<CloseCode> Closes => Connection.Closes.Select(c => c.Code);

    /// <summary>What the connection tells: another session than it began with, where that was resumed.</summary>
    private IMessageHandler Handler => Connection.Handler ?? Session;

    /// <summary>Opens a connection and says <c>CONNECT</c>.</summary>
    /// <param name="more">Further fields of it, each behind a comma.</param>
    public Person Connect(string more = "")
    {
        Open();
        var capabilities = Batches ? ",\"capabilities\":[\"presence_batch\"]" : "";
        return Send($$$"""{"type":"CONNECT","payload":{"token":"{{{name}}}|{{{Workspace}}}|{{{Roles}}}","client_version":"1.0.0"{{{capabilities}}}{{{more}}} },"protocol_version":1}""");
    }

    /// <summary>Opens a connection and says nothing.</summary>
    public Person Open()
    {
        (Connection, read) = (new RecordingConnection { Remembers = IsRemembered }, 0);
        Session = (WorldSession)bench.Protocol.NewSession(Connection);
        return this;
    }

    /// <summary>It was on another node before.</summary>
    public Person Restore(byte[] state)
    {
        (Connection, read) = (new RecordingConnection { Remembers = IsRemembered }, 0);
        Session = (WorldSession)bench.Protocol.Open(Connection, WorldOpening.FromBytes(state), wasOpen: true, carried: null);
        return this;
    }

    public Person Join(string world = "hq") => Send($$$"""{"type":"JOIN_WORLD","payload":{"world_id":"{{{world}}}"}}""");

    public Person Send(string json)
    {
        Handler.Receive(Encoding.UTF8.GetBytes(json), binary: false);
        return this;
    }

    /// <summary>Where it stood when it joined, as it was told.</summary>
    public (string X, string Y) LastPosition { get; private set; }

    /// <summary>Reads what there is, sends, and says what came back at once.</summary>
    public IReadOnlyList<string> Ask(string json)
    {
        Take();
        return Send(json).Take();
    }

    public IReadOnlyList<string> Walk(double x, double y, string zone = "hall", string state = "walking", string facing = "east") =>
        Ask(Update(x, y, zone, state, facing));

    public IReadOnlyList<string> Intend(double x, double y, double timestamp = 1) => Ask(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"MOVE_INTENT","payload":{"position":{"x":{{{x}}},"y":{{{y}}}},"timestamp":{{{timestamp}}}}}"""));

    public IReadOnlyList<string> Change(string from, string to, double x, double y) => Ask(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"{{{from}}}","to_zone_id":"{{{to}}}","position":{"x":{{{x}}},"y":{{{y}}} } } }"""));

    public static string Update(double x, double y, string zone = "hall", string state = "walking", string facing = "east") => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"PRESENCE_UPDATE","payload":{"position":{"x":{{{x}}},"y":{{{y}}}},"facing":"{{{facing}}}","state":"{{{state}}}","zone_id":"{{{zone}}}"}}""");

    /// <summary>The connection is lost without a word.</summary>
    public void Drop()
    {
        Connection.Ending = true;
        Handler.Ended();
    }

    /// <summary>The client closes, as browsers do when a page goes.</summary>
    public void Leave()
    {
        Handler.Leaving();
        Connection.Ending = true;
        Handler.Ended();
    }

    /// <summary>What it was told since the last call, presence that waits included: the messages' texts.</summary>
    public IReadOnlyList<string> Take()
    {
        Connection.TakeLatest();
        return TakeInOrder();
    }

    /// <summary>The same without what waits in the place for the newest: a reader who is slow.</summary>
    public IReadOnlyList<string> TakeInOrder()
    {
        var pieces = Connection.SentSince(read);
        read += pieces.Count;
        var texts = pieces.SelectMany(Frames).ToList();
        if (texts.LastOrDefault(t => TypeOf(t) == "WORLD_STATE") is { } state)
        {
            var position = JsonDocument.Parse(state).RootElement.GetProperty("payload").GetProperty("position");
            LastPosition = (position.GetProperty("x").GetRawText(), position.GetProperty("y").GetRawText());
        }

        return texts;
    }

    /// <summary>The types of what it was told since the last call.</summary>
    public IReadOnlyList<string> TakeTypes() => [.. Take().Select(TypeOf)];

    public static string TypeOf(string message) => JsonNode.Parse(message)!["type"]!.GetValue<string>();

    /// <summary>Whom the presence in these messages is of, with the positions: <c>bob 2.5,1</c>.</summary>
    public static IReadOnlyList<string> Seen(IEnumerable<string> messages) =>
        [.. messages.Select(m => JsonDocument.Parse(m).RootElement).SelectMany(Updates).Select(Text)];

    /// <summary>The code and the reason of an error: <c>INVALID_REQUEST zone_full</c>.</summary>
    public static string Error(string message)
    {
        var payload = JsonNode.Parse(message)!["payload"]!;
        return $"{payload["code"]} {payload["details"]!["reason"] ?? payload["details"]!["field"]}".TrimEnd();
    }

    private static IEnumerable<JsonElement> Updates(JsonElement message) => message.GetProperty("type").GetString() switch
    {
        "PRESENCE_BROADCAST" => [message.GetProperty("payload")],
        "PRESENCE_BATCH" => message.GetProperty("payload").GetProperty("updates").EnumerateArray(),
        _ => [],
    };

    private static string Text(JsonElement update)
    {
        var position = update.GetProperty("position");
        return $"{update.GetProperty("user_id").GetString()} {position.GetProperty("x").GetRawText()},{position.GetProperty("y").GetRawText()}";
    }

    private static IEnumerable<string> Frames(byte[] piece)
    {
        for (var at = 0; at < piece.Length;)
        {
            var (header, length) = piece[at + 1] switch
            {
                126 => (4, (piece[at + 2] << 8) | piece[at + 3]),
                127 => (10, (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(piece.AsSpan(at + 2))),
                var small => (2, (int)small),
            };
            piece[at].ShouldBe((byte)0x81);
            yield return Encoding.UTF8.GetString(piece, at + header, length);
            at += header + length;
        }
    }
}
