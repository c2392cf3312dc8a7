using Parley.Server.CommandLine;

namespace Parley.Tests.CommandLine;

public sealed class ServeCommandTests
{
    private const string Key = "--Parley:Auth:SymmetricKey=Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2hpams=";

    [Theory]
    [InlineData]
    [InlineData("serve")]
    public async Task Host_arguments_are_passed_on_with_and_without_the_verb(params string[] verb)
    {
        var (server, url) = await ServerProcess.StartAsync([.. verb, "--environment", "Production", Key]);
        await using (server)
        {
            using var http = new HttpClient { BaseAddress = url };

            (await http.GetStringAsync("/health/ready")).ShouldBe("ready");
            (await server.TerminateAsync()).ShouldBe(0);
            server.Printed.ShouldNotContain("Demo:");
        }
    }

    [Fact]
    public async Task In_Development_it_says_where_the_demo_is_and_how_to_get_a_token()
    {
        var (server, url) = await ServerProcess.StartAsync("--environment", "Development");
        await using (server)
        {
            await Eventually.Is(() => server.Printed.Contains("Token:"));
            server.Printed.ShouldContain($"Demo:   {url.GetLeftPart(UriPartial.Authority)}");
            server.Printed.ShouldContain("token --sub alice");
        }
    }

    [Fact]
    public async Task All_faults_of_the_configuration_are_printed_and_nothing_starts()
    {
        var (code, error) = await RunAsync("--environment", "Production", "--Parley:Limits:Burst=x", "--Parley:Typo=1");

        code.ShouldBe(1);
        error.ShouldContain("3 faults");
        error.ShouldContain("Parley:Auth:SymmetricKey: is missing");
        error.ShouldContain("Parley:Limits:Burst: 'x' can't be read");
        error.ShouldContain("Parley:Typo: is no option of Parley");
    }

    [Theory]
    [InlineData("tokn", "--sub", "alice")]
    [InlineData("serve", "now")]
    public async Task A_mistyped_command_does_not_start_a_server(params string[] args)
    {
        var (code, error) = await RunAsync(args);

        code.ShouldBe(1);
        error.ShouldContain("There is no command");
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused_in_words()
    {
        var folder = Directory.CreateTempSubdirectory("parley-newer-").FullName;
        await using (await ParleyHost.StartAsync(folder: folder))
        {
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder}/parley-data/parley.db;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        var (code, error) = await RunAsync("--environment", "Production", Key, "--contentRoot", folder, "--urls", "http://127.0.0.1:0");

        code.ShouldBe(1);
        error.ShouldContain("has schema version 99");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ParleyCommandLine.RunAsync(args, output, error);
        return (code, error.ToString());
    }
}
