using System.Net.Sockets;
using Npgsql;
using Parley.Core.Storage;

namespace Parley.Storage.Postgres;

/// <summary>
/// What a failure means: SQLSTATE codes and their classes are those of
/// <see href="https://www.postgresql.org/docs/15/errcodes-appendix.html">PostgreSQL's appendix A</see>.
/// </summary>
internal static class PostgresFaults
{
    /// <summary>The server undid the statement because of another one, and asks to try again: nothing has happened.</summary>
    public static bool IsConflict(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>
    /// The connection broke, as all that are open do when the server restarts. Whether the statement was done is not known.
    /// One that ran out of time is none of these: it would run out of it again.
    /// </summary>
    public static bool IsLostConnection(Exception failure) => failure switch
    {
        PostgresException said => said.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException { InnerException: IOException or SocketException } lost =>
            lost.InnerException is not IOException { InnerException: TimeoutException },
        _ => false,
    };

    /// <summary>
    /// What the callers of the store see. What is wrong with a value or breaks a rule of the tables stays what it is: trying
    /// it again would not help.
    /// </summary>
    public static Exception Wrap(Exception failure, string database) => failure switch
    {
        PostgresException { SqlState: ['2', '2' or '3', ..] } => failure,
        NpgsqlException or TimeoutException or SocketException => new StoreUnavailableException(
            $"The database {database} {Say(failure)}", failure)
        {
            MayPass = IsAway(failure),
        },
        ObjectDisposedException => new StoreUnavailableException("The store has been closed.", failure),
        _ => failure,
    };

    private static string Say(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } said =>
            $"lets this user not in: {said.MessageText}. Check Username and Password in Parley:Storage:ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } said =>
            $"is not there: {said.MessageText}. Create it, or correct Database in Parley:Storage:ConnectionString.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } said =>
            $"does not allow this: {said.MessageText}. docs/storage.md says what the role needs.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } said =>
            $"has no connection left: {said.MessageText}. Raise its max_connections, or lower Parley:Storage:MaxConnections.",
        PostgresException said => $"did not do what was asked: {said.MessageText} ({said.SqlState}).",
        { InnerException: TimeoutException } or TimeoutException => "did not answer in time.",
        { InnerException: { } inner } => $"did not do what was asked: {failure.Message} ({inner.Message}).",
        _ => $"did not do what was asked: {failure.Message}",
    };

    /// <summary>Connections that fail (08), too few resources (53), a server that starts or stops (57P); or no answer at all.</summary>
    private static bool IsAway(Exception failure) =>
        failure is not PostgresException said
        || said.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..];
}
