namespace Parley.Core.Sessions;

/// <summary>How an outbox came to its end.</summary>
public enum OutboxEnd
{
    /// <summary>The reader let it run over.</summary>
    TooSlow,

    /// <summary>The close frame went out; nothing more will.</summary>
    Closed,

    /// <summary>The connection takes nothing any more.</summary>
    Gone,
}
