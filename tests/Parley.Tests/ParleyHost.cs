using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.RabbitMq;
using Parley.Server;
using Parley.Server.Authentication;
using Parley.WebSockets;

namespace Parley.Tests;

/// <summary>
/// The real server in this process: real Kestrel on a free port of 127.0.0.1, a database in a folder of its own that
/// goes when the host is disposed of.
/// </summary>
/// <example><code>
/// await using var host = await ParleyHost.StartAsync(new() { ["Parley:Limits:Burst"] = "5" });
/// using var client = host.HttpAs("alice");
/// </code></example>
internal sealed class ParleyHost : IAsyncDisposable
{
    /// <summary>The key that tokens are signed with, unless the settings name another.</summary>
    public const string SymmetricKey = "test-key-0123456789-abcdefghijklmnopqrstuvwxyz";

    private readonly WebApplication app;
    private readonly bool ownsFolder;

    private ParleyHost(WebApplication app, string folder, bool ownsFolder)
    {
        this.app = app;
        this.ownsFolder = ownsFolder;
        Folder = folder;
        Url = new Uri(app.Urls.First());
        Http = NewClient();
    }

    /// <summary>Where the server listens: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Url { get; }

    /// <summary>The same address for WebSockets: <c>ws://127.0.0.1:PORT/</c>.</summary>
    public Uri WebSocketUrl => new UriBuilder(Url) { Scheme = "ws" }.Uri;

    /// <summary>A client without credentials.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>The content root: the database is in <c>parley-data</c> below it.</summary>
    public string Folder { get; }

    /// <param name="settings">Configuration; <c>["Parley:Auth:SymmetricKey"] = null</c> takes the fixture's own away.</param>
    /// <param name="configure">Last changes before the server is composed: services put here win.</param>
    /// <param name="environment">The host's environment.</param>
    /// <param name="folder">The content root, kept afterwards; by default a new one that is deleted.</param>
    /// <param name="url">Where to listen.</param>
    public static async Task<ParleyHost> StartAsync(
        Dictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        string environment = "Development",
        string? folder = null,
        string url = "http://127.0.0.1:0")
    {
        // The test may be on a thread that polls sockets, where what it awaited came in: those of other tests have to go on.
        await Task.Yield();
        var root = folder ?? Directory.CreateTempSubdirectory("parley-test-").FullName;
        string[] args = ["--urls", url, "--environment", environment, "--contentRoot", root];
        var app = ParleyServer.Build(args, builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Parley:Auth:SymmetricKey", SymmetricKey)]);
            builder.Configuration.AddInMemoryCollection(settings ?? []);
            builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
            configure?.Invoke(builder);
        });
        await app.StartAsync();
        return new ParleyHost(app, root, ownsFolder: folder is null);
    }

    /// <summary>A token for the user, signed with the server's key.</summary>
    public string Token(string sub, string? name = null, TimeSpan? lifetime = null) =>
        Services.GetRequiredService<TokenIssuer>().Issue(sub, name, lifetime ?? TimeSpan.FromHours(1));

    /// <summary>A token for the user in a workspace.</summary>
    public string WorkspaceToken(string sub, string workspace, string role) =>
        Services.GetRequiredService<TokenIssuer>().Issue(
            sub, char.ToUpperInvariant(sub[0]) + sub[1..], TimeSpan.FromHours(1),
            workspace: new TokenWorkspace(workspace, [role], "cat"));

    /// <summary>A client with the user's token as Bearer. The caller disposes of it.</summary>
    public HttpClient HttpAs(string sub, string? name = null)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(sub, name));
        return client;
    }

    /// <summary>What the server does once a second, for tests whose time stands still.</summary>
    public void Tick()
    {
        Services.GetRequiredService<ConnectionTable>().Tick();
        Services.GetRequiredService<KeptSessions>().Tick();
        Services.GetService<ClusterNode>()?.Tick();
        Services.GetRequiredService<LocalRooms>().Tick();
        Services.GetRequiredService<Ticker>().Run();
    }

    /// <summary>Stops the server as SIGTERM does, and leaves the folder for another look.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private HttpClient NewClient() => new() { BaseAddress = Url };
}
