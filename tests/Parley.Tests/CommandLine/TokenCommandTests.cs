using System.Buffers.Text;
using System.Text.Json;
using Parley.Server.Authentication;
using Parley.Server.CommandLine;
using Parley.Server.Options;

namespace Parley.Tests.CommandLine;

public sealed class TokenCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-token-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_token_is_printed_alone_and_good_for_the_same_servers()
    {
        var (code, output, error) = await RunAsync("--sub", "alice", "--name", "Alice", "--lifetime", "2h", "--claim", "tier=gold", "--claim", "note=a=b");

        error.ShouldBe("");
        code.ShouldBe(0);
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:SymmetricKey"] = null }, folder: folder);
        var token = ((TokenVerifier)host.Services.GetService(typeof(TokenVerifier))!).Verify(output.TrimEnd()).Token.ShouldNotBeNull();
        (token.Subject, token.Name).ShouldBe(("alice", "Alice"));
        (token.ExpiresAt - DateTimeOffset.UtcNow).TotalHours.ShouldBe(2, tolerance: 0.1);
        token.Claims.GetProperty("tier").GetString().ShouldBe("gold");
        token.Claims.GetProperty("note").GetString().ShouldBe("a=b");
    }

    [Fact]
    public async Task A_token_for_a_world_says_of_which_workspace_with_which_roles_and_which_picture()
    {
        var (code, output, _) = await RunAsync(
            "--sub", "alice", "--workspace", "acme", "--role", "Editor", "--role", "Member", "--avatar", "cat");

        code.ShouldBe(0);
        var claims = Payload(output);
        claims.GetProperty("workspace_id").GetString().ShouldBe("acme");
        claims.GetProperty("roles").GetRawText().ShouldBe("""["Editor","Member"]""");
        claims.GetProperty("avatar_id").GetString().ShouldBe("cat");
    }

    [Fact]
    public async Task Of_no_workspace_a_token_says_nothing()
    {
        var claims = Payload((await RunAsync("--sub", "alice")).Output);

        claims.EnumerateObject().Select(c => c.Name).ShouldBe(["sub", "iat", "exp"]);
    }

    [Theory]
    [InlineData("--sub", "", "--sub has to be")]
    [InlineData("--role", "Boss", "Boss")]
    [InlineData("--workspace", "", "--workspace has to be")]
    [InlineData("--avatar", "a\nb", "--avatar has to be")]
    [InlineData("--claim", "roles=Admin", "can't set 'roles'")]
    [InlineData("--lifetime", "3 years", "--lifetime can't be read")]
    [InlineData("--lifetime", "0", "--lifetime can't be read")]
    [InlineData("--lifetime", "4000d", "--lifetime can't be read")]
    [InlineData("--claim", "tier", "'tier' has to be name=value")]
    [InlineData("--claim", "=x", "has to be name=value")]
    [InlineData("--claim", "exp=9", "can't set 'exp'")]
    [InlineData("--nmae", "x", "--nmae")]
    public async Task A_wrong_argument_is_named(string option, string value, string expected)
    {
        string[] subject = option == "--sub" ? [] : ["--sub", "alice"];
        var (code, output, error) = await RunAsync([.. subject, option, value]);

        code.ShouldBe(1);
        error.ShouldContain(expected);
        output.ShouldNotContain("eyJ");
    }

    [Fact]
    public async Task Nobody_to_name_is_an_error() => (await RunAsync()).Error.ShouldContain("--sub");

    [Fact]
    public async Task Production_without_a_key_says_how_to_make_one()
    {
        var (code, output, error) = await RunInAsync("Production", "--sub", "alice");

        code.ShouldBe(1);
        output.ShouldBe("");
        error.ShouldContain("Parley:Auth:SymmetricKey: is missing");
        error.ShouldContain("openssl rand -base64 48");
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public void Claims_of_the_issuers_own_can_not_be_set() =>
        TokenIssuer.OwnClaims.ShouldBe(["sub", "name", "iss", "aud", "exp", "nbf", "iat", "workspace_id", "roles", "avatar_id", "use"], ignoreOrder: true);

    [Fact]
    public async Task The_generated_key_is_the_servers()
    {
        await RunAsync("--sub", "alice");

        File.ReadAllText(Path.Combine(folder, "parley-data", "development.key")).Length.ShouldBe(64);
        DevelopmentKey.ReadOrCreate(Path.Combine(folder, "parley-data")).Length.ShouldBe(64);
    }

    private static JsonElement Payload(string token) =>
        JsonElement.Parse(Base64Url.DecodeFromChars(token.TrimEnd().Split('.')[1]));

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunInAsync("Development", args);

    private async Task<(int Code, string Output, string Error)> RunInAsync(string environment, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ParleyCommandLine.RunAsync(["token", .. args, "--environment", environment, "--contentRoot", folder], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
