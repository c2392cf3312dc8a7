using Parley.Browser.Hosting;

namespace Parley.Browser.SocketIo;

/// <summary>The official clients, as npm has them for browsers: the newest line, and the oldest that speaks this protocol well.</summary>
public static class SocketIoClients
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["4.8"] = "socket.io-client",
        ["4.0"] = "socket.io-client-4.0",
    };

    /// <summary>For theories.</summary>
    public static TheoryData<string> Versions => new(Packages.Keys);

    /// <summary>Each version with each way to be connected: what the client takes as <c>transports</c>, with spaces between.</summary>
    public static MatrixTheoryData<string, string> OnAnyTransport { get; } =
        new(Packages.Keys, ["polling websocket", "websocket", "polling"]);

    /// <summary>The script that makes <c>io</c>.</summary>
    internal static string Script(string version)
    {
        var path = Path.Combine(Built.SocketIoPackages, Packages[version], "dist", "socket.io.min.js");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Run eng/install-test-tools first: there is no {path}.");
    }
}
