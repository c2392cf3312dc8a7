namespace Parley.Protocols;

/// <summary>What is wrong with a message, and where.</summary>
/// <param name="Field">The path of the field, <c>payload.sdp</c>; empty for the message as a whole.</param>
/// <param name="What">For a person: what was expected.</param>
internal sealed record MessageFault(string Field, string What)
{
    public override string ToString() => Field.Length == 0 ? What : $"{Field}: {What}";
}
