namespace Parley.Core.Messages;

/// <summary>
/// Something that a peer is told. An event is encoded at most once for each of the two codecs that see it first, however
/// many peers get it; it is delivered under the lock of one room, so the frames it keeps need no lock of their own.
/// </summary>
public abstract class Event
{
    private ICodec? firstCodec;
    private Frame firstFrame;
    private ICodec? secondCodec;
    private Frame secondFrame;

    /// <summary>What it is about.</summary>
    public abstract MessageKind Kind { get; }

    /// <summary>The event as <paramref name="codec"/> writes it; an empty frame when that wire has no word for it.</summary>
    public Frame FrameFor(ICodec codec)
    {
        if (ReferenceEquals(codec, firstCodec)) return firstFrame;
        if (ReferenceEquals(codec, secondCodec)) return secondFrame;

        var frame = codec.Encode(this);
        Keep(codec, frame);
        return frame;
    }

    /// <summary>Hands over a frame that was made while the message was read, so that relaying copies the payload once.</summary>
    protected void Keep(ICodec codec, Frame frame)
    {
        if (firstCodec is null) (firstFrame, firstCodec) = (frame, codec);
        else if (secondCodec is null) (secondFrame, secondCodec) = (frame, codec);
    }
}
