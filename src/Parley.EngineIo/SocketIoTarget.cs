using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.EngineIo;

/// <summary>Those whom a broadcast is for.</summary>
public readonly struct SocketIoTarget
{
    private readonly SocketIoNamespace nsp;
    private readonly string? room;
    private readonly SocketIoSocket? except;

    internal SocketIoTarget(SocketIoNamespace nsp, string? room, SocketIoSocket? except) =>
        (this.nsp, this.room, this.except) = (nsp, room, except);

    /// <summary>Sends an event to all of them, encoded once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">JSON values with commas between them; they go out as they are.</param>
    /// <param name="attachments">What placeholders in them stand for.</param>
    public void Emit(
        string name, ReadOnlySpan<byte> arguments = default, IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null) =>
        nsp.Broadcast(room, except, name, arguments, attachments ?? [], passing: false);

    /// <summary>Sends an event that is of no use later: it is not kept for clients that come back after a broken connection.</summary>
    public void EmitPassing(string name, ReadOnlySpan<byte> arguments = default) =>
        nsp.Broadcast(room, except, name, arguments, [], passing: true);

    /// <summary>Sends an event with one argument.</summary>
    public void Emit<T>(string name, T argument, JsonTypeInfo<T> type) =>
        Emit(name, JsonSerializer.SerializeToUtf8Bytes(argument, type));
}
