using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>What an <see cref="Outbox"/> drains into. Only the outbox's pump calls it, one call at a time. Does not throw.</summary>
public interface IFrameWriter
{
    /// <summary>Copies a frame into the buffer. Sends nothing yet.</summary>
    void Write(in Frame frame);

    /// <summary>Sends what was written. Completes when more is taken; <c>false</c> when nothing ever will be again.</summary>
    ValueTask<bool> FlushAsync();
}
