using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Parley.Tests.Logging;

/// <summary>Whatever a client sends, it can't write lines of its own into the log.</summary>
public sealed partial class ForgedLines
{
    private const string Forgery = "alice\r\n12:00:00.000 info Parley: all is well\u001b[2K\u001b[31m\u0085\u2028\u202Eevil\u0000\b\ud83d";

    [Fact]
    public async Task For_people_a_record_is_one_line_without_control_characters()
    {
        var text = await WriteAsync("Development", logger => LogUser(logger, Forgery));

        var line = TheOneLineOf(text);
        line.ShouldContain("warn Forged: User alice\\r\\n12:00:00.000 info Parley: all is well\\u001B[2K\\u001B[31m\\u0085\\u2028\\u202Eevil\\u0000\\u0008");
        line.ShouldAllBe(c => !char.IsControl(c));
    }

    [Fact]
    public async Task For_people_letters_of_all_scripts_stay_readable() =>
        (await WriteAsync("Development", logger => LogUser(logger, "Jürgen 日本 😀 עברית"))).ShouldContain("User Jürgen 日本 😀 עברית");

    [Fact]
    public async Task For_people_no_line_of_an_exception_passes_for_a_record()
    {
        var text = await WriteAsync("Development", logger => LogFailure(logger, new InvalidOperationException(Forgery)));

        var lines = text.TrimEnd('\n').Split('\n');
        lines[0].ShouldContain("fail Forged: It failed.");
        lines.Skip(1).ShouldAllBe(l => l.StartsWith("    | "));
        text.ShouldAllBe(c => c == '\n' || !char.IsControl(c));
    }

    [Fact]
    public async Task For_machines_a_record_is_one_line_of_JSON()
    {
        var text = await WriteAsync("Production", logger => LogUser(logger, Forgery));

        TheOneLineOf(text).ShouldAllBe(c => c >= ' ' && c <= '~');
        var record = JsonElement.Parse(text);
        record.GetProperty("Message").GetString()!.ShouldStartWith("User alice\r\n");
        record.GetProperty("State").GetProperty("User").GetString()!.ShouldStartWith("alice\r\n");
        record.GetProperty("LogLevel").GetString().ShouldBe("Warning");
        record.GetProperty("Timestamp").GetString()!.ShouldEndWith("Z");
    }

    [Fact]
    public async Task For_machines_an_exception_is_in_the_same_line()
    {
        var text = await WriteAsync("Production", logger => LogFailure(logger, new InvalidOperationException(Forgery)));

        JsonElement.Parse(TheOneLineOf(text)).GetProperty("Exception").GetString()!.ShouldContain("InvalidOperationException");
    }

    private static string TheOneLineOf(string text)
    {
        text.IndexOf('\n').ShouldBe(text.Length - 1, text);
        return text[..^1];
    }

    /// <summary>What the server's own console would print.</summary>
    private static async Task<string> WriteAsync(string environment, Action<ILogger> log)
    {
        await using var host = await ParleyHost.StartAsync(environment: environment);
        var name = environment == "Development" ? "human" : ConsoleFormatterNames.Json;
        var formatter = host.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        using var text = new StringWriter { NewLine = "\n" };
        log(new FormatterLogger(formatter, text));
        return text.ToString().Replace(Environment.NewLine, "\n");
    }

    [LoggerMessage(LogLevel.Warning, "User {User}")]
    private static partial void LogUser(ILogger logger, string user);

    [LoggerMessage(LogLevel.Error, "It failed.")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    private sealed class FormatterLogger(ConsoleFormatter formatter, TextWriter text) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> format)
        {
            var entry = new LogEntry<TState>(logLevel, "Forged", eventId, state, exception, format);
            formatter.Write(entry, null, text);
        }
    }
}
