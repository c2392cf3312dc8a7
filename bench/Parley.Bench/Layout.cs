namespace Parley.Bench;

/// <summary>Where <c>eng/bench</c> puts what is measured.</summary>
/// <param name="Repository">The root of the checkout.</param>
internal sealed record Layout(string Repository)
{
    internal string Parley => Built("parley/Parley.Server.dll");

    internal string Before => Built("before/Parley.Server.dll");

    internal string Naive => Built("naive/Peers.Naive.dll");

    internal string SocketIo => Built("socketio/Peers.SocketIo.dll");

    internal static string Self => typeof(Layout).Assembly.Location;

    internal string Bun => Script("node_modules/bun/bin/bun.exe");

    internal string Packages => Script("package.json");

    internal string Script(string name) => Path.Combine(Repository, "bench/peers", name);

    private string Built(string name) => Path.Combine(Repository, "artifacts/bench", name);
}
