namespace Parley.EngineIo;

/// <summary>What a client acknowledged an event with.</summary>
/// <param name="Json">A JSON array of the arguments.</param>
/// <param name="Attachments">What placeholders in it stand for.</param>
public sealed record SocketIoAck(ReadOnlyMemory<byte> Json, IReadOnlyList<ReadOnlyMemory<byte>> Attachments);
