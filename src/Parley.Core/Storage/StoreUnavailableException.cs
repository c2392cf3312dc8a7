namespace Parley.Core.Storage;

/// <summary>The database did not answer or refused; the operation may be tried again.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <inheritdoc/>
    public StoreUnavailableException()
    {
    }

    /// <inheritdoc/>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the database is away rather than refusing, so that waiting may help: a server that starts waits for it.
    /// </summary>
    public bool MayPass { get; init; }
}
