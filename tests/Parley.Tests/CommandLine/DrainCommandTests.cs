using Parley.Server.CommandLine;
using Parley.Tests.Protocols;
using Parley.Tests.Rest;
using Parley.Tests.Wire;

namespace Parley.Tests.CommandLine;

public sealed class DrainCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-drain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_ends_when_the_server_that_is_configured_is_empty()
    {
        await using var host = await StartAsync();
        var room = await Actors.RoomAsync(host, "alice");
        await using var alice = await Actors.ChatRoomAsync(host, room, "alice");
        await WriteSettingsAsync(host, RestStage.AdminKey);

        var (code, output, error) = await RunAsync();

        error.ShouldBe("");
        code.ShouldBe(0);
        output.ShouldContain("drained: 0 connections");
        (await alice.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1001);
        (await host.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_key_that_is_not_the_servers_is_said()
    {
        await using var host = await StartAsync();
        await WriteSettingsAsync(host, "another-admin-key-0123456789");

        var (code, _, error) = await RunAsync();

        code.ShouldBe(1);
        error.ShouldContain("401");
        error.ShouldContain("Parley:Admin:ApiKey");
    }

    [Fact]
    public async Task Without_a_key_or_a_server_it_says_what_is_missing()
    {
        var (code, _, error) = await RunAsync();
        (code, error).ShouldBe((1, $"There is no Parley:Admin:ApiKey to ask the server with.{Environment.NewLine}"));

        await using (var host = await StartAsync()) await WriteSettingsAsync(host, RestStage.AdminKey);
        (code, _, error) = await RunAsync();
        code.ShouldBe(1);
        error.ShouldContain("refused");
    }

    private static Task<ParleyHost> StartAsync() => ParleyHost.StartAsync(new() { ["Parley:Admin:ApiKey"] = RestStage.AdminKey });

    private Task WriteSettingsAsync(ParleyHost host, string key) => File.WriteAllTextAsync(
        Path.Combine(folder, "appsettings.json"),
        $$"""{ "Urls": "{{host.Url}}", "Parley": { "Admin": { "ApiKey": "{{key}}" }, "Auth": { "SymmetricKey": "{{ParleyHost.SymmetricKey}}" } } }""");

    private async Task<(int Code, string Output, string Error)> RunAsync()
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        if (!File.Exists(Path.Combine(folder, "appsettings.json")))
            await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), $$"""{ "Parley": { "Auth": { "SymmetricKey": "{{ParleyHost.SymmetricKey}}" } } }""");
        var code = await ParleyCommandLine.RunAsync(["drain", "--contentRoot", folder], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
