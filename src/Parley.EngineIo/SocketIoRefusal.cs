namespace Parley.EngineIo;

/// <summary>Why a client may not join a namespace. It gets it as <c>connect_error</c>.</summary>
/// <param name="Message">For a person, or for the client to match on.</param>
/// <param name="DataJson">More about it, as JSON; empty for none.</param>
public sealed record SocketIoRefusal(string Message, ReadOnlyMemory<byte> DataJson = default);
