using System.Net;
using Parley.Server.CommandLine;
using Parley.Tests.Rest;

namespace Parley.Tests.Storage.Postgres;

/// <summary>A whole server whose database goes and comes.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ServerOnPostgres(PostgresServer server)
{
    [Fact]
    public async Task Readiness_tells_of_the_database_as_it_goes_and_comes_back()
    {
        await using var host = await ParleyHost.StartAsync(await SettingsAsync());
        (await host.Http.GetStringAsync("/health/ready")).ShouldBe("ready");

        await server.StopAsync();
        (await host.Http.GetStringAsync("/health/live")).ShouldBe("live");
        await (await host.Http.GetAsync("/health/ready")).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database");
        using var alice = host.HttpAs("alice");
        (await alice.PostAsync("/api/chat", Answers.Json("""{"name":"room"}"""))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await server.StartAsync();
        await Eventually.IsAsync(async () => (await host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        (await alice.PostAsync("/api/chat", Answers.Json("""{"name":"room"}"""))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Readiness_does_not_wait_for_a_database_that_hangs()
    {
        await using var host = await ParleyHost.StartAsync(await SettingsAsync());
        await server.SuspendAsync();
        try
        {
            await (await host.Http.GetAsync("/health/ready")).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database");
        }
        finally
        {
            await server.ResumeAsync();
        }

        await Eventually.IsAsync(async () => (await host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_start_waits_for_a_database_that_is_not_there_yet()
    {
        var settings = await SettingsAsync();
        await server.StopAsync();
        var starting = ParleyHost.StartAsync(settings);
        await Task.Yield();

        await server.StartAsync();

        await using var host = await starting;
        (await host.Http.GetStringAsync("/health/ready")).ShouldBe("ready");
    }

    [Fact]
    public async Task A_start_gives_up_in_words_when_the_database_stays_away()
    {
        var connection = await server.NewSchemaAsync();
        await server.StopAsync();
        try
        {
            var (code, error) = await RunAsync(connection, "--Parley:Storage:StartTimeout=2s");

            code.ShouldBe(1);
            error.ShouldContain("The database postgres at 127.0.0.1 did not do what was asked: Failed to connect to 127.0.0.1");
            error.ShouldNotContain(PostgresServer.Password);
        }
        finally
        {
            await server.StartAsync();
        }
    }

    [Fact]
    public async Task A_start_does_not_wait_for_a_password_to_become_right()
    {
        var (code, error) = await RunAsync(server.ConnectionString(password: "not-the-word"), "--Parley:Storage:StartTimeout=1h");

        code.ShouldBe(1);
        error.ShouldContain("password authentication failed for user \"parley\"");
        error.ShouldNotContain("not-the-word");
    }

    private static async Task<(int Code, string Error)> RunAsync(string connectionString, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("parley-start-").FullName;
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ParleyCommandLine.RunAsync(
            [
                "--environment", "Production", "--urls", "http://127.0.0.1:0", "--contentRoot", folder,
                $"--Parley:Auth:SymmetricKey={ParleyHost.SymmetricKey}", "--Parley:Storage:Provider=postgres",
                $"--Parley:Storage:ConnectionString={connectionString}", .. more,
            ],
            output, error);
        Directory.Delete(folder, recursive: true);
        return (code, error.ToString());
    }

    private async Task<Dictionary<string, string?>> SettingsAsync() => new()
    {
        ["Parley:Storage:Provider"] = "postgres",
        ["Parley:Storage:ConnectionString"] = await server.NewSchemaAsync(),
    };
}
