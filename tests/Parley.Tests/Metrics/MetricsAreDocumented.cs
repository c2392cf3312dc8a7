using System.Text.RegularExpressions;

namespace Parley.Tests.Metrics;

public sealed partial class MetricsAreDocumented
{
    [Fact]
    public async Task Every_exported_metric_has_a_row_with_its_type_and_every_row_is_a_metric()
    {
        await using var host = await ParleyHost.StartAsync();
        var response = await host.Http.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");

        var exported = Exported().Matches(await response.Content.ReadAsStringAsync()).Select(m => $"{m.Groups[1]} {m.Groups[2]}");

        exported.Order().ShouldBe(Documented().Order());
    }

    private static IEnumerable<string> Documented() =>
        Row().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "metrics.md"))).Select(m => $"{m.Groups[1]} {m.Groups[2]}");

    [GeneratedRegex(@"^# TYPE (\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Exported();

    [GeneratedRegex(@"^\| `(\w+)` \| (counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
