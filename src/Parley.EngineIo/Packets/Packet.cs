using System.Buffers.Text;
using System.Text.Json;

namespace Parley.EngineIo.Packets;

/// <summary>
/// A packet of Socket.IO 5, cut into its parts where it lies: <c>type [attachments-] [namespace,] [id] [json]</c>.
/// </summary>
internal ref struct Packet
{
    /// <summary>Deeper JSON is refused: readers elsewhere may recurse.</summary>
    public const int MaxDepth = 64;

    private const int MaxNamespace = 256;

    /// <summary>What comes with CONNECT is kept as long as the socket lives.</summary>
    private const int MaxAuth = 16 * 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    public PacketType Type;

    /// <summary>How many binary messages follow; they belong to the packet.</summary>
    public int Attachments;

    /// <summary>Empty for the main one.</summary>
    public ReadOnlySpan<byte> Namespace;

    /// <summary>What an acknowledgement refers to; -1 when none is wanted.</summary>
    public long Id;

    private ReadOnlySpan<byte> rest;

    /// <summary>The payload; empty when there is none. Valid JSON once <see cref="TryParse"/> was true.</summary>
    public readonly ReadOnlySpan<byte> Json => rest;

    public readonly bool IsBinary => Type is PacketType.BinaryEvent or PacketType.BinaryAck;

    /// <summary>Cuts and checks. <c>false</c> when it is none, or none a client may send.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int maxAttachments, out Packet packet)
    {
        packet = new Packet { Id = -1 };
        if (text.IsEmpty) return false;
        packet.Type = (PacketType)text[0];
        if (packet.Type is < PacketType.Connect or > PacketType.BinaryAck) return false;

        packet.rest = text[1..];
        try
        {
            return packet.TakeAttachments(maxAttachments) && packet.TakeNamespace() && packet.TakeId() && packet.IsJsonOfType();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The latter for escaped halves of a surrogate pair, which are JSON but no text.
            return false;
        }
    }

    private bool TakeAttachments(int most)
    {
        if (!IsBinary) return true;
        if (!TryTakeNumber(6, out var number) || rest.IsEmpty || rest[0] != (byte)'-') return false;
        rest = rest[1..];
        Attachments = (int)number;
        return number <= most;
    }

    private bool TakeNamespace()
    {
        if (rest.IsEmpty || rest[0] != (byte)'/') return true;
        var end = rest.IndexOf((byte)',');
        Namespace = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        if (Namespace.Length > MaxNamespace) return false;
        if (Namespace.Length == 1) Namespace = default;
        return true;
    }

    private bool TakeId()
    {
        if (rest.IsEmpty || !char.IsAsciiDigit((char)rest[0])) return true;
        return TryTakeNumber(15, out Id);
    }

    private readonly bool IsJsonOfType() => Type switch
    {
        PacketType.Connect => Json.IsEmpty || (Json.Length <= MaxAuth && IsWhole(Json, JsonTokenType.StartObject)),
        PacketType.Disconnect => Json.IsEmpty,
        PacketType.Event or PacketType.BinaryEvent => IsEvent(Json),
        PacketType.Ack or PacketType.BinaryAck => Id >= 0 && IsWhole(Json, JsonTokenType.StartArray),
        // Only servers refuse.
        _ => false,
    };

    private static bool IsEvent(ReadOnlySpan<byte> json)
    {
        if (!IsWhole(json, JsonTokenType.StartArray)) return false;
        var reader = NewReader(json);
        reader.Read();
        reader.Read();
        // Comparing may stop at the length; only reading an escaped name shows whether it is text.
        if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped) reader.GetString();
        return reader.TokenType == JsonTokenType.Number
            || (reader.TokenType == JsonTokenType.String && !IsReserved(ref reader));
    }

    /// <summary>Names that mean something to the implementations' own event emitters.</summary>
    private static bool IsReserved(scoped ref Utf8JsonReader name) =>
        name.ValueTextEquals("connect"u8) || name.ValueTextEquals("connect_error"u8)
        || name.ValueTextEquals("disconnect"u8) || name.ValueTextEquals("disconnecting"u8)
        || name.ValueTextEquals("newListener"u8) || name.ValueTextEquals("removeListener"u8);

    private static bool IsWhole(ReadOnlySpan<byte> json, JsonTokenType begin)
    {
        var reader = NewReader(json);
        return reader.Read() && reader.TokenType == begin && reader.TrySkip() && !reader.Read();
    }

    public static Utf8JsonReader NewReader(ReadOnlySpan<byte> json) => new(json, Strict);

    private bool TryTakeNumber(int maxDigits, out long number)
    {
        var read = Utf8Parser.TryParse(rest, out number, out var digits)
            && digits <= maxDigits && char.IsAsciiDigit((char)rest[0]);
        if (read) rest = rest[digits..];
        return read;
    }
}
