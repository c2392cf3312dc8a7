using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Storage;
using Parley.Server.Authentication;
using Parley.Server.Options;
using Parley.Storage.Postgres;
using Parley.Tests.CommandLine;

namespace Parley.Tests.Storage.Postgres;

/// <summary>Two servers, processes of their own, on one database; and the database itself.</summary>
public sealed class TwoNodes(PostgresServer server) : IAsyncLifetime
{
    internal const string AdminKey = "admin-key-0123456789";

    private readonly TokenIssuer tokens = new(new AuthOptions { SymmetricKey = ParleyHost.SymmetricKey }, TimeProvider.System);
    private readonly string folder = Directory.CreateTempSubdirectory("parley-worlds-").FullName;
    private ServerProcess[] processes = [];
    private PostgresStore? store;

    internal IStore Store => store!;

    /// <summary>Where each of the two listens.</summary>
    internal Uri[] Urls { get; private set; } = [];

    /// <summary>The database.</summary>
    internal string Schema { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Schema = await server.NewSchemaAsync();
        string[] args =
        [
            "--environment", "Production", $"--Parley:Auth:SymmetricKey={ParleyHost.SymmetricKey}", $"--Parley:Admin:ApiKey={AdminKey}",
            "--Parley:Storage:Provider=postgres", $"--Parley:Storage:ConnectionString={Schema}",
        ];
        // Both migrate, and one of them finds it done.
        var started = await Task.WhenAll(((string[])["one", "two"]).Select(node =>
            ServerProcess.StartAsync([.. args, $"--Parley:World:Folder={Path.Combine(folder, node)}"])));
        processes = [.. started.Select(s => s.Process)];
        Urls = [.. started.Select(s => s.Url)];
        store = new PostgresStore(new PostgresSettings(Schema), NullLogger<PostgresStore>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes) await process.DisposeAsync();
        if (store is not null) await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal string Token(string user) => tokens.Issue(user, user, TimeSpan.FromHours(1));

    internal string WorkspaceToken(string user, string role) =>
        tokens.Issue(user, user, TimeSpan.FromHours(1), workspace: new TokenWorkspace("demo", [role], "cat"));

    /// <summary>A client of one of them, as the operator.</summary>
    internal HttpClient AsAdmin(int node)
    {
        var http = new HttpClient { BaseAddress = Urls[node] };
        http.DefaultRequestHeaders.Add("X-Api-Key", AdminKey);
        return http;
    }

    /// <summary>Until both hear what the other does.</summary>
    internal async Task HearAsync()
    {
        for (var node = 0; node < Urls.Length; node++)
        {
            using var http = AsAdmin(node);
            await Eventually.IsAsync(async () =>
                (await http.GetStringAsync("/metrics")).Contains("\nparley_store_listening 1\n", StringComparison.Ordinal));
        }
    }
}
