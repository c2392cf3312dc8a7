using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Parley.Server.Logging;

/// <summary>
/// One line a record, for the person at the terminal: <c>12:00:00.123 warn Parley.Server.Hosting: text</c>. Exceptions
/// follow on lines that begin with <c>    |</c>, so that nothing inside them can pass for a record of its own.
/// </summary>
internal sealed class HumanFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the console finds it.</summary>
    public const string FormatterName = "human";

    private const string Continuation = "    | ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(time.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(WordFor(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        LogText.AppendEscaped(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.WriteLine();
        if (logEntry.Exception is { } exception) WriteException(textWriter, exception);
    }

    private static void WriteException(TextWriter textWriter, Exception exception)
    {
        foreach (var line in exception.ToString().Split('\n'))
        {
            textWriter.Write(Continuation);
            LogText.AppendEscaped(textWriter, line.TrimEnd('\r'));
            textWriter.WriteLine();
        }
    }

    private static string WordFor(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
