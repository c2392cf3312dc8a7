using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.Tests.CommandLine;

namespace Parley.Tests.Rest;

/// <summary>100 requests in 15 minutes from one address.</summary>
public sealed class GuestLimits : IAsyncLifetime
{
    private readonly ManualTimeProvider time = new();
    private ParleyHost host = null!;

    public async ValueTask InitializeAsync() =>
        host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(time));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_hundred_and_first_request_is_429_with_the_time_to_wait()
    {
        for (var i = 0; i < 100; i++) await (await host.Http.GetAsync("/api/guest/username")).ShouldBeAsync(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));

        var refused = await host.Http.PostAsync("/api/guest", Answers.Json("{}"));

        await refused.ShouldBeGuestProblemAsync(HttpStatusCode.TooManyRequests, "Try again in 600 seconds");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(10));
        time.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        await host.Http.BeginGuestAsync();
    }

    [Fact]
    public async Task What_is_refused_or_not_there_counts_too_and_nothing_else_does()
    {
        for (var i = 0; i < 25; i++)
        {
            await (await host.Http.PostAsync("/api/guest", Answers.Json("{"))).ShouldBeAsync(HttpStatusCode.BadRequest);
            await (await host.Http.GetAsync("/API/guest/me")).ShouldBeAsync(HttpStatusCode.Unauthorized);
            await (await host.Http.GetAsync("/api/guest/nobody")).ShouldBeAsync(HttpStatusCode.NotFound);
            await (await host.Http.DeleteAsync("/api/guest")).ShouldBeAsync(HttpStatusCode.MethodNotAllowed);
        }

        await (await host.Http.GetAsync("/api/guest/username")).ShouldBeAsync(HttpStatusCode.TooManyRequests);
        using var alice = host.HttpAs("alice");
        await (await alice.GetAsync("/api/profile")).ShouldBeAsync(HttpStatusCode.OK);
        (await host.Http.GetStringAsync("/health/live")).ShouldBe("live");
    }

    [Fact]
    public async Task Addresses_are_counted_apart_and_a_header_makes_no_other_address()
    {
        for (var i = 0; i < 100; i++) await host.Http.GetAsync("/api/guest/username");
        using var other = From(IPAddress.Parse("127.0.0.2"));

        (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/username", null, headers: ("X-Forwarded-For", "192.0.2.1")))
            .StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await other.GetAsync("/api/guest/username")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Behind_a_proxy_the_clients_own_addresses_count_when_that_is_set()
    {
        var (server, url) = await ServerProcess.StartAsync(
            "--environment", "Development", "--ForwardedHeaders_Enabled=true", "--Parley:GuestCall:GuestsPerAddress=2");
        await using var _ = server;
        using var proxy = new HttpClient { BaseAddress = url };

        foreach (var (address, status) in new[] { ("192.0.2.1", 200), ("192.0.2.1", 200), ("192.0.2.1", 429), ("192.0.2.2", 200) })
        {
            var answer = await proxy.SendAsync(HttpMethod.Get, "/api/guest/username", null, headers: ("X-Forwarded-For", address));
            ((int)answer.StatusCode).ShouldBe(status);
        }
    }

    private HttpClient From(IPAddress address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = host.Url,
    };
}
