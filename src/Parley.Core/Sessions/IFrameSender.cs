using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>What an <see cref="Outbox"/> drains into. Only the outbox's pump calls it, one call at a time. Does not throw.</summary>
public interface IFrameSender
{
    /// <summary>
    /// Sends the frames, in order and at once as far as that goes. Completes when more is taken; <c>false</c> when nothing
    /// ever will be again.
    /// </summary>
    /// <param name="frames">At least one. Valid until the call returns; what is left to send by then has been copied.</param>
    ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames);
}
