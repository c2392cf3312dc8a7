namespace Parley.Core.Messages;

/// <summary>
/// An offer, an answer, a candidate or whatever else two clients tell each other. The body is opaque: nothing on the way
/// reads it. A signal keeps the protocol it came from, so that a peer of another protocol knows how to read it.
/// </summary>
public sealed class Signal : Event
{
    private readonly MessageKind kind;

    /// <param name="kind">What it is.</param>
    /// <param name="protocol">The protocol whose body this is.</param>
    /// <param name="from">The sending user, as the server knows it.</param>
    /// <param name="to">The user it is for; <c>null</c> for everybody in the room.</param>
    /// <param name="negotiation">The negotiation it belongs to, where its protocol has such names.</param>
    /// <param name="codec">The codec that <paramref name="frame"/> was written for.</param>
    /// <param name="frame">The signal as that codec sends it.</param>
    /// <param name="body">The opaque body: usually a slice of <paramref name="frame"/>.</param>
    public Signal(
        MessageKind kind, string protocol, string from, string? to, string? negotiation,
        ICodec codec, Frame frame, ReadOnlyMemory<byte> body)
    {
        this.kind = kind;
        Protocol = protocol;
        From = from;
        To = to;
        Negotiation = negotiation;
        Body = body;
        Keep(codec, frame);
    }

    /// <inheritdoc/>
    public override MessageKind Kind => kind;

    /// <summary>The protocol it was sent by, in lower case: <c>direct</c>, …</summary>
    public string Protocol { get; }

    /// <summary>The sending user.</summary>
    public string From { get; }

    /// <summary>The user it is for; <c>null</c> for everybody in the room.</summary>
    public string? To { get; }

    /// <summary>The negotiation it belongs to, or <c>null</c>.</summary>
    public string? Negotiation { get; }

    /// <summary>The opaque body in the encoding of <see cref="Protocol"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; }
}
