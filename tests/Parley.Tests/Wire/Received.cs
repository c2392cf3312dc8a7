namespace Parley.Tests.Wire;

/// <summary>What a client got.</summary>
internal abstract record Received
{
    /// <summary>A message.</summary>
    public sealed record Message(string Text, bool Binary) : Received;

    /// <summary>A close frame; 1005 stands for one without a code.</summary>
    public sealed record Close(int Code, string Reason) : Received;

    /// <summary>The end of the connection.</summary>
    public sealed record End : Received;
}
