using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.EngineIo.Packets;

namespace Parley.EngineIo;

/// <summary>An event that a client sent. Valid while the handler runs; take copies of what is needed longer.</summary>
public readonly ref struct SocketIoEvent
{
    private readonly ReadOnlySpan<byte> json;

    internal SocketIoEvent(string name, ReadOnlySpan<byte> json, int afterName, ReadOnlyMemory<byte>[] attachments, SocketIoReply? reply)
    {
        Name = name;
        this.json = json;
        Attachments = attachments;
        Reply = reply;
        Arguments = ArgumentsOf(json, afterName);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The arguments as they were sent: JSON values with commas between them. Empty when there are none.</summary>
    public ReadOnlySpan<byte> Arguments { get; }

    /// <summary>What the placeholders <c>{"_placeholder":true,"num":N}</c> in the arguments stand for, by their numbers.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments { get; }

    /// <summary>Where the acknowledgement goes that the client asked for; <c>null</c> when it did not.</summary>
    public SocketIoReply? Reply { get; }

    /// <summary>The JSON of an argument, counted from 0. <c>false</c> when there are not as many.</summary>
    public bool TryGetArgument(int index, out ReadOnlySpan<byte> argument)
    {
        argument = default;
        var reader = Packet.NewReader(json);
        reader.Read();
        for (var at = -1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; at++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (at != index) continue;
            argument = json[start..(int)reader.BytesConsumed];
            return true;
        }

        return false;
    }

    /// <summary>An argument as <typeparamref name="T"/>. <c>false</c> when it is missing, or something else.</summary>
    public bool TryGetArgument<T>(int index, JsonTypeInfo<T> type, out T? value)
    {
        value = default;
        if (!TryGetArgument(index, out var argument)) return false;
        try
        {
            value = JsonSerializer.Deserialize(argument, type);
            return value is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> ArgumentsOf(ReadOnlySpan<byte> json, int afterName)
    {
        var rest = json[afterName..].Trim(" \t\r\n"u8);
        rest = rest[..^1].Trim(" \t\r\n"u8);
        return rest.IsEmpty ? rest : rest[1..].TrimStart(" \t\r\n"u8);
    }
}
