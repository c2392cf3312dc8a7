using System.Data.Common;
using Dapper;

namespace Parley.Storage.Rows;

/// <summary>
/// Statements on the tables. They are written once, in the SQL that SQLite and PostgreSQL share: both hold the same
/// columns with the same values, ids as text and times as Unix milliseconds, so that rows move between them as they are.
/// What differs is with each store: its schema, its connections, its transactions.
/// </summary>
internal static class Sql
{
    public static CommandDefinition Command(string text, object? parameters, CancellationToken cancellationToken) =>
        new(text, parameters, cancellationToken: cancellationToken);

    public static CommandDefinition Command(
        string text, object? parameters, DbTransaction? transaction, CancellationToken cancellationToken) =>
        new(text, parameters, transaction, cancellationToken: cancellationToken);

    /// <summary>An id as the tables hold it.</summary>
    public static string Key(Guid id) => id.ToString("D");
}
