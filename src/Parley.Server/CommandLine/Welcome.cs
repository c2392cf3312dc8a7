namespace Parley.Server.CommandLine;

/// <summary>In Development, says where the demo is and how to get a token, once the server listens.</summary>
internal static class Welcome
{
    public static void SayOnceStarted(WebApplication app, TextWriter output) =>
        app.Lifetime.ApplicationStarted.Register(() => Say(app, output));

    private static void Say(WebApplication app, TextWriter output)
    {
        var root = app.Environment.ContentRootPath;
        output.WriteLine();
        foreach (var address in app.Urls) output.WriteLine($"  Demo:   {Reachable(address)}   (open it in two tabs)");
        output.WriteLine($"  Token:  {ThisProgram()} token --sub alice --environment Development --contentRoot \"{root}\"");
        output.WriteLine();
    }

    /// <summary>An address to listen at may be no address to go to: <c>http://[::]:8080</c>.</summary>
    private static string Reachable(string address) => address
        .Replace("//[::]", "//localhost", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);

    /// <summary>As it was started, so that the command can be copied.</summary>
    private static string ThisProgram() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? $"dotnet \"{Path.Combine(AppContext.BaseDirectory, "Parley.Server.dll")}\""
        : $"\"{Environment.ProcessPath}\"";
}
