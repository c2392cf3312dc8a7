using System.Net;
using System.Net.WebSockets;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>Each gets its error or its end, and leaves nothing behind.</summary>
public sealed class HostileClients
{
    [Fact]
    public async Task One_that_never_polls_again()
    {
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(
            configure: options =>
                (options.Engine.PingInterval, options.Engine.PingTimeout) = (TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20)),
            time: time);
        for (var i = 0; i < 50; i++) await host.OpenAsync();
        time.Advance(TimeSpan.FromSeconds(44));
        host.Server.Sessions.ShouldBe(50);

        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.Is(() => host.Server.Sessions == 0);
    }

    [Fact]
    public async Task One_that_joins_ten_thousand_namespaces()
    {
        await using var host = await SocketIoHost.StartAsync();
        using var client = await host.ConnectAsync();

        for (var i = 0; i < 10_000; i++)
        {
            await client.SendAsync($"40/n{i},");
            (await client.ReadAsync()).ShouldBe($"44/n{i},{{\"message\":\"Invalid namespace\"}}");
        }

        await client.SendAsync("40");
        (await client.ReadAsync()).ShouldStartWith("40{");
        host.Server.Main.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("42[\"before\",\"connecting\"]")]
    [InlineData("41")]
    [InlineData("430[]")]
    [InlineData("4nonsense")]
    [InlineData("9")]
    [InlineData("2")]
    [InlineData("0{}")]
    public async Task One_that_sends_what_it_must_not(string packet)
    {
        await using var host = await SocketIoHost.StartAsync();
        using var client = await host.ConnectAsync();

        await client.SendAsync(packet);

        (await client.ReadAsync()).ShouldBe("closed");
        await Eventually.Is(() => host.Server.Sessions == 0);
    }

    [Theory]
    [InlineData("451-[\"a\"]")]
    [InlineData("4511-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", "42[\"text instead\"]")]
    [InlineData("42[\"disconnect\"]")]
    public async Task One_that_has_joined_and_then_sends_what_it_must_not(params string[] packets)
    {
        await using var host = await SocketIoHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        (await client.ReadAsync()).ShouldStartWith("40{");

        foreach (var packet in packets) await client.SendAsync(packet);

        (await client.ReadAsync()).ShouldBe("closed");
        await Eventually.Is(() => host.Server.Sessions + host.Server.Main.Count == 0);
    }

    [Fact]
    public async Task One_that_sends_binary_nobody_announced()
    {
        await using var host = await SocketIoHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        await client.ReadAsync();

        await client.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        (await client.ReadAsync()).ShouldBe("closed");
    }

    [Fact]
    public async Task One_that_sends_more_than_maxPayload()
    {
        await using var host = await SocketIoHost.StartAsync(configure: options => options.Engine.MaxPayload = 2000);
        using var client = await host.ConnectAsync();

        await client.SendAsync("4" + new string('x', 2000));

        (await client.ReadAsync()).ShouldBe("closed");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
        client.CloseReason.ShouldBe("");
        var sid = await host.OpenAsync();
        using var refused = await host.PostAsync(sid, "4" + new string('x', 2000));
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("");
    }

    [Fact]
    public async Task One_that_would_take_over_somebody_else_s_session()
    {
        await using var host = await SocketIoHost.StartAsync();
        var sid = await host.OpenAsync();
        using var own = new EngineClient(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws" }.Uri);
        using var thief = new EngineClient(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws" }.Uri);
        await own.ConnectAsync($"EIO=4&transport=websocket&sid={sid}");
        await own.SendAsync("2probe");
        (await own.ReadAsync()).ShouldBe("3probe");
        await thief.ConnectAsync($"EIO=4&transport=websocket&sid={sid}");

        (await thief.ReadAsync()).ShouldBe("closed");
        await own.SendAsync("5");
        await own.SendAsync("40");

        (await own.ReadAsync()).ShouldStartWith("40{");
    }

    [Fact]
    public async Task One_with_many_WebSockets_of_one_session_has_one_of_them_and_none_when_it_ends()
    {
        await using var host = await SocketIoHost.StartAsync();
        var sid = await host.OpenAsync();
        await using var first = await WebSocketAsync();
        await first.RoundTripAsync();
        for (var i = 0; i < 20; i++)
        {
            await using var next = await WebSocketAsync();
            (await next.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1000);
        }

        await host.PostAsync(sid, "1");

        (await first.NextAsync()).ShouldBeOfType<Received.Close>().Reason.ShouldBe("transport close");

        Task<TestSocket> WebSocketAsync() =>
            TestSocket.ConnectAsync(host.Http.BaseAddress!, $"/socket.io/?EIO=4&transport=websocket&sid={sid}");
    }

    [Fact]
    public async Task One_whose_upgrade_is_never_finished_goes_on_polling()
    {
        await using var host = await SocketIoHost.StartAsync(configure: options => options.Engine.UpgradeTimeout = TimeSpan.FromMilliseconds(100));
        var sid = await host.OpenAsync();
        using var probe = new EngineClient(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws" }.Uri);
        await probe.ConnectAsync($"EIO=4&transport=websocket&sid={sid}");
        await probe.SendAsync("2probe");
        (await probe.ReadAsync()).ShouldBe("3probe");

        (await probe.ReadAsync()).ShouldBe("closed");
        (await host.PostAsync(sid, "40")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await host.PollAsync(sid)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("40{");
    }

    [Fact]
    public async Task One_that_does_not_read_what_it_is_sent()
    {
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.On("flood", static (socket, in _) =>
            {
                for (var i = 0; i < 5000; i++) socket.Emit("drop");
            }));
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");

        await host.PostAsync(sid, "42[\"flood\"]");

        await Eventually.Is(() => host.Server.Sessions + host.Server.Main.Count == 0);
        (await host.PollAsync(sid)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task One_over_the_number_of_sessions()
    {
        await using var host = await SocketIoHost.StartAsync(configure: options => options.Engine.MaxSessions = 2);
        await host.OpenAsync();
        await host.OpenAsync();

        var refused = await host.Http.GetAsync("/socket.io/?EIO=4&transport=polling", TestContext.Current.CancellationToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_page_of_a_foreign_origin()
    {
        await using var host = await SocketIoHost.StartAsync(configure: options => options.Engine.Origins.Add("https://ours.example"));

        var foreign = await GetFromAsync(host, "https://theirs.example");
        var ours = await GetFromAsync(host, "https://ours.example");

        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreign.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        ours.StatusCode.ShouldBe(HttpStatusCode.OK);
        ours.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://ours.example"]);
        ours.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
    }

    private static Task<HttpResponseMessage> GetFromAsync(SocketIoHost host, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/?EIO=4&transport=polling");
        request.Headers.Add("Origin", origin);
        return host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
