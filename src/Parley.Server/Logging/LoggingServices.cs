using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Parley.Server.Logging;

/// <summary>Sets logging up: lines for people in Development, a JSON object a record elsewhere.</summary>
internal static class LoggingServices
{
    /// <summary>Enough for a burst; at 8,192 records a stuck terminal costs some MB, not the server.</summary>
    private const int QueueLength = 8192;

    public static void AddParleyLogging(this WebApplicationBuilder builder)
    {
        var human = builder.Environment.IsDevelopment();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console =>
        {
            console.FormatterName = human ? HumanFormatter.FormatterName : ConsoleFormatterNames.Json;
            console.MaxQueueLength = QueueLength;
            // Not Wait: whoever stops reading our output must not stop the server.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        builder.Services.AddSingleton<ConsoleFormatter, HumanFormatter>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, SilentCategories>();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
    }
}
