using System.Net.Sockets;
using System.Text;
using Parley.Tests.CommandLine;

namespace Parley.Tests.Logging;

public sealed class TokensStayOut
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl";

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task At_the_lowest_level_of_all_no_request_URL_is_logged(string environment)
    {
        var (server, url) = await ServerProcess.StartAsync(
            "--environment", environment, "--Parley:Auth:SymmetricKey=Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2hpams=",
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:Console:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
            "--Logging:Console:LogLevel:Microsoft.AspNetCore.Routing.Matching.DfaMatcher=Trace");
        await using (server)
        {
            using var http = new HttpClient { BaseAddress = url };
            string[] paths = ["/direct", "/api/chat/realtime/6c0f2c1e-6f7b-4a57-9a5b-0a5d5c0f1a11", "/api/profile", "/nowhere", "/health/ready", "/"];
            foreach (var path in paths) await http.GetAsync($"{path}?access_token={Token}&tk={Token}&token={Token}");
            http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");
            await http.GetAsync("/api/profile");
            await SendRawAsync(url, $"GET  /direct?token={Token} HTTP/1.1\r\nHost: x\r\n\r\n");
            await SendRawAsync(url, $"GET /direct?token={Token}\0 HTTP/1.1\r\nHost: x\r\n\r\n");

            (await server.TerminateAsync()).ShouldBe(0);
            server.Printed.ShouldContain(environment == "Development" ? " dbug " : "\"Debug\"", customMessage: "or nothing was shown at all");
            server.Printed.ShouldNotContain(Token.Split('.')[1]);
        }
    }

    private static async Task SendRawAsync(Uri url, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        await socket.GetStream().ReadAtLeastAsync(new byte[1024], 12);
    }
}
