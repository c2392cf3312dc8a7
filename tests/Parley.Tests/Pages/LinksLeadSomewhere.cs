using System.Text.RegularExpressions;

namespace Parley.Tests.Pages;

/// <summary>What the documentation links to within the repository is there.</summary>
public sealed partial class LinksLeadSomewhere
{
    public static TheoryData<string> Pages =>
    [
        .. new[] { "docs", "bench", "clients", "deploy", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(In(folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryFiles.Root, "*.md"))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
            .Where(page => !page.Split(Path.DirectorySeparatorChar).Any(folder => folder is "node_modules" or "bin" or "obj")),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_of_a_page_within_the_repository(string page)
    {
        var folder = Path.GetDirectoryName(In(page))!;
        var targets = Link().Matches(File.ReadAllText(In(page))).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

        targets.Where(target => !Path.Exists(Path.Combine(folder, target))).ShouldBeEmpty();
    }

    private static string In(string path) => Path.Combine(RepositoryFiles.Root, path);

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
