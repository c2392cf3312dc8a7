using System.Reflection;

namespace Parley.Browser.Hosting;

/// <summary>What the build knew and the tests need.</summary>
internal static class Built
{
    /// <summary>The server's assembly, of the same configuration as the tests.</summary>
    public static string Server { get; } = Value("ServerUnderTest");

    /// <summary>The repository that this was built from.</summary>
    public static string Repository { get; } = Value("Repository");

    /// <summary>Where pictures and logs go.</summary>
    public static string Artifacts { get; } = Path.Combine(Repository, "artifacts", "browser");

    /// <summary>Where npm has put what the Socket.IO checks need, the official clients among it.</summary>
    public static string SocketIoPackages { get; } = Path.Combine(Repository, "tests", "conformance", "node_modules");

    private static string Value(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
