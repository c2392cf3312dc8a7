using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class KeySources : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-jwks-").FullName;
    private readonly RSA rsa = TestKeys.Rsa;

    private string FileName => Path.Combine(folder, "jwks.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_is_read_once_and_again_when_it_has_changed()
    {
        await File.WriteAllTextAsync(FileName, "one");
        var source = new JwksFile(FileName);

        Encoding.UTF8.GetString((await source.ReadAsync(default))!).ShouldBe("one");
        (await source.ReadAsync(default)).ShouldBeNull();
        await File.WriteAllTextAsync(FileName, "second");
        Encoding.UTF8.GetString((await source.ReadAsync(default))!).ShouldBe("second");
    }

    [Fact]
    public async Task A_link_that_points_elsewhere_has_changed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need rights on Windows.");
        await File.WriteAllTextAsync(FileName + ".1", "one");
        await File.WriteAllTextAsync(FileName + ".2", "second");
        File.CreateSymbolicLink(FileName, FileName + ".1");
        var source = new JwksFile(FileName);
        await source.ReadAsync(default);

        File.Delete(FileName);
        File.CreateSymbolicLink(FileName, FileName + ".2");

        Encoding.UTF8.GetString((await source.ReadAsync(default))!).ShouldBe("second");
    }

    [Fact]
    public async Task A_giant_file_is_refused()
    {
        await File.WriteAllBytesAsync(FileName, new byte[IJwksSource.MaxBytes + 1]);

        await Should.ThrowAsync<IOException>(() => new JwksFile(FileName).ReadAsync(default));
    }

    [Fact]
    public async Task A_server_takes_tokens_by_the_keys_of_a_file()
    {
        await File.WriteAllTextAsync(FileName, TokenForge.JwkSet(TokenForge.Jwk(rsa, "k1")));
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:Jwks"] = FileName });

        (await GetProfileAsync(host)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_takes_tokens_by_the_keys_of_an_address()
    {
        await using var provider = await ProviderAsync(app => app.MapGet("/keys", () => TokenForge.JwkSet(TokenForge.Jwk(rsa, "k1"))));
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:Jwks"] = $"{provider.Urls.First()}/keys" });

        (await GetProfileAsync(host)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_starts_without_its_identity_provider()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:Jwks"] = "http://127.0.0.1:9/keys" });

        (await GetProfileAsync(host)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_address_that_redirects_or_answers_too_much_is_refused()
    {
        await using var provider = await ProviderAsync(app =>
        {
            app.MapGet("/elsewhere", () => Results.Redirect("/keys"));
            app.MapGet("/keys", () => "{}");
            app.MapGet("/giant", () => new string('x', IJwksSource.MaxBytes + 1));
        });

        foreach (var path in new[] { "/elsewhere", "/giant", "/missing" })
        {
            using var source = new JwksUrl(new Uri($"{provider.Urls.First()}{path}"));
            await Should.ThrowAsync<HttpRequestException>(() => source.ReadAsync(default));
        }
    }

    [Theory]
    [InlineData("https://idp.example/keys", true)]
    [InlineData("http://127.0.0.1:8080/keys", true)]
    [InlineData("http://[::1]/keys", true)]
    [InlineData("http://localhost/keys", true)]
    [InlineData("http://idp.example/keys", false)]
    [InlineData("http://localhost.evil.example/keys", false)]
    [InlineData("http://127.0.0.1.evil.example/keys", false)]
    [InlineData("http://127.0.0.1@evil.example/keys", false)]
    public void Plain_http_is_for_this_machine_only(string address, bool allowed) =>
        (JwksAddress.Fault(address, folder) is null).ShouldBe(allowed);

    private async Task<HttpStatusCode> GetProfileAsync(ParleyHost host)
    {
        var token = TokenForge.Asymmetric("RS256", rsa, """{"sub":"alice","exp":9999999999}""", "k1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/profile") { Headers = { { "Authorization", $"Bearer {token}" } } };
        return (await host.Http.SendAsync(request)).StatusCode;
    }

    private static async Task<WebApplication> ProviderAsync(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
