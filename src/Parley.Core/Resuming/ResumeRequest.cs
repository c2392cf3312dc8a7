namespace Parley.Core.Resuming;

/// <summary>What a client says of resuming when it connects.</summary>
/// <param name="Token">The last token that it was given; empty to begin a session that can be resumed.</param>
/// <param name="Seen">The number of the last message that it got.</param>
public readonly record struct ResumeRequest(string Token, long Seen)
{
    /// <summary>Longest token that is looked at; those of this server are shorter.</summary>
    public const int LongestToken = 128;

    /// <summary>Whether it asks for a session that was there before.</summary>
    public bool IsForKnown => Token.Length > 0;
}
