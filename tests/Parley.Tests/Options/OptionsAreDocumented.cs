using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Server.Options;

namespace Parley.Tests.Options;

public sealed partial class OptionsAreDocumented
{
    private static readonly Dictionary<string, string> Documented = Row().Matches(Page()).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [Fact]
    public void Every_option_has_a_row_in_its_page_and_every_row_is_an_option() =>
        Documented.Keys.Order().ShouldBe(OptionKeys.All.Order());

    [Fact]
    public void Every_row_states_the_default_that_the_code_has()
    {
        var defaults = OptionKeys.All.ToDictionary(k => k, k => Text(DefaultOf(k)));

        Documented.OrderBy(d => d.Key).ShouldBe(defaults.OrderBy(d => d.Key));
    }

    private static string Page() => File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "options.md"));

    private static object? DefaultOf(string key) =>
        key.Split(':').Skip(1).Aggregate(
            (object?)new ParleyOptions(),
            (o, name) => name == "0" ? Activator.CreateInstance(o!.GetType().GetElementType()!) : o!.GetType().GetProperty(name)!.GetValue(o));

    private static string Text(object? value) => value switch
    {
        null => "–",
        string text => $"`{text}`",
        IEnumerable => "–",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan { TotalHours: >= 1 } time => $"`{time.TotalHours}h`",
        TimeSpan time => $"`{time.TotalSeconds}s`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    [GeneratedRegex(@"^\| `(Parley:[\w:]+)` \| (\S+|`[^`]+`) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
