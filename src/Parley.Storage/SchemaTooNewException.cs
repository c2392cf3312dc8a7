namespace Parley.Storage;

/// <summary>The database was written by a newer build; this one would damage what it does not know.</summary>
public sealed class SchemaTooNewException : Exception
{
    /// <inheritdoc/>
    public SchemaTooNewException()
    {
    }

    /// <inheritdoc/>
    public SchemaTooNewException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public SchemaTooNewException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SchemaTooNewException(string database, int found, int newest)
        : base($"The database {database} has schema version {found}, but this build of Parley knows versions up to {newest}. "
            + "Start the newer build again, or restore a backup from before the upgrade.")
    {
    }
}
