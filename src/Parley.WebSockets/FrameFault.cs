using Parley.Core.Messages;

namespace Parley.WebSockets;

/// <summary>Why the bytes of a client can't be read on.</summary>
/// <param name="Code">What to close with.</param>
/// <param name="Reason">For a person.</param>
internal sealed record FrameFault(CloseCode Code, string Reason);
