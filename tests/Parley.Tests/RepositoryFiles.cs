namespace Parley.Tests;

/// <summary>Where the repository is that these tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Parley.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("Run the tests from a build inside the repository: Parley.slnx was not found above them.");
    }
}
