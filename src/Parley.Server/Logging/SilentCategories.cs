using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Parley.Server.Logging;

/// <summary>
/// Categories that write request URLs, in which browsers send their tokens. They stay silent whatever the section
/// <c>Logging</c> says: nobody who turns up a level to look for a fault means to collect tokens.
/// </summary>
internal sealed class SilentCategories : IPostConfigureOptions<LoggerFilterOptions>
{
    public static readonly IReadOnlyList<string> Names =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.StaticFiles",
    ];

    /// <summary>Of equally special rules the last counts; none is more special than a provider's for a category.</summary>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var rule in options.Rules.Where(r => IsSilent(r.CategoryName)).ToArray()) options.Rules.Remove(rule);
        foreach (var category in Names)
        {
            options.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
            options.Rules.Add(new LoggerFilterRule(typeof(ConsoleLoggerProvider).FullName, category, LogLevel.None, null));
        }
    }

    private static bool IsSilent(string? category) =>
        category is not null && Names.Any(n => category.StartsWith(n, StringComparison.OrdinalIgnoreCase));
}
