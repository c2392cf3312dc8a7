namespace Parley.RabbitMq.Sessions;

/// <summary>What became of an input.</summary>
internal enum InputResult
{
    /// <summary>Handled, and nobody on another node is concerned: it need not be kept.</summary>
    Done,

    /// <summary>It is said later that it need not be kept any more.</summary>
    Kept,

    /// <summary>Not taken: the shard goes elsewhere.</summary>
    Refused,
}
