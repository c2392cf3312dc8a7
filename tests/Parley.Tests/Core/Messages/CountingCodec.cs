using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Core.Messages;

/// <summary>Writes an event as its dialect's name and its own, counts how often, and has no word for some kinds.</summary>
internal sealed class CountingCodec(string dialect, params MessageKind[] withoutWord) : ICodec
{
    private int encoded;

    public int Encoded => Volatile.Read(ref encoded);

    public Frame Encode(Event message)
    {
        Interlocked.Increment(ref encoded);
        if (withoutWord.Contains(message.Kind)) return default;

        var text = message is ErrorEvent error
            ? $"{dialect} {error.Code} {error.RetryAfterMilliseconds}"
            : $"{dialect} {message.GetType().Name}";
        return Frame.Of(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));
    }
}
