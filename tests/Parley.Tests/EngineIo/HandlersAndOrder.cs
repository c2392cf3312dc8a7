using System.Net;
using System.Text;
using Parley.EngineIo;

namespace Parley.Tests.EngineIo;

/// <summary>What applications may rely on, whatever they or their clients do.</summary>
public sealed class HandlersAndOrder
{
    [Fact]
    public async Task Events_sent_while_middleware_still_thinks_are_told_after_OnConnect()
    {
        var told = new List<string>();
        var answer = new TaskCompletionSource<SocketIoRefusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await SocketIoHost.StartAsync(server => server.Main
            .Use((_, _) => new(answer.Task))
            .OnConnect(_ => told.Add("connected"))
            .On("hello", (_, in message) =>
            {
                told.Add(Encoding.UTF8.GetString(message.Arguments));
                message.Reply?.Send();
            }));
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        await client.SendAsync("42[\"hello\",1]");
        await client.SendAsync("427[\"hello\",2]");
        told.ShouldBeEmpty();

        answer.SetResult(null);

        (await client.ReadAsync()).ShouldStartWith("40{");
        (await client.ReadAsync()).ShouldBe("437[]");
        told.ShouldBe(["connected", "1", "2"]);
    }

    [Fact]
    public async Task Who_has_gone_while_middleware_thought_does_not_come_in_late()
    {
        var connected = 0;
        var late = new TaskCompletionSource<SocketIoRefusal?>();
        var answers = new Queue<ValueTask<SocketIoRefusal?>>([new(late.Task), new((SocketIoRefusal?)null)]);
        await using var host = await SocketIoHost.StartAsync(server => server.Main
            .Use((_, _) => answers.Dequeue())
            .OnConnect(_ => connected++));
        using (var gone = await host.ConnectAsync())
        {
            await gone.SendAsync("40");
            await Eventually.Is(() => answers.Count == 1);
        }

        await Eventually.Is(() => host.Server.Sessions == 0);
        late.SetResult(null);
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");

        (await client.ReadAsync()).ShouldStartWith("40{");
        connected.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_POST_does_not_cut_off_others_who_read()
    {
        const int Count = 20_000;
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.On("all", static (socket, in message) => socket.Others.Emit("all", message.Arguments)));
        using var reader = await host.ConnectAsync();
        await reader.SendAsync("40");
        await reader.ReadAsync();
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");

        var posting = host.PostAsync(sid, string.Join('\u001e', Enumerable.Range(0, Count).Select(i => $"42[\"all\",{i}]")));

        for (var i = 0; i < Count; i++) (await reader.ReadAsync()).ShouldBe($"42[\"all\",{i}]");
        (await posting).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_handler_that_fails_loses_its_event_and_nothing_else()
    {
        await using var host = await SocketIoHost.StartAsync(server => server.Main
            .On("bad", static (_, in _) => throw new InvalidOperationException())
            .On("good", static (_, in message) => message.Reply?.Send()));
        using var client = await host.ConnectAsync();
        await client.SendAsync("40");
        await client.ReadAsync();

        await client.SendAsync("42[\"bad\"]");
        await client.SendAsync("421[\"good\"]");

        (await client.ReadAsync()).ShouldBe("431[]");
    }

    [Fact]
    public async Task A_client_that_is_closed_between_two_polls_is_told_by_the_next_and_no_more_of_it_is_told()
    {
        var told = new List<string>();
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main
                .On("cut me off", static (socket, in _) => socket.Close())
                .OnAny((_, in message) => told.Add(message.Name))
                .OnDisconnect((_, reason) => told.Add(reason)));
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");
        (await host.PollAsync(sid)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await host.PostAsync(sid, "42[\"cut me off\"]\u001e42[\"after that\"]");
        await host.PostAsync(sid, "42[\"later still\"]");

        using var last = await host.PollAsync(sid);
        (await last.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("1");
        await Eventually.Is(() => told.Count > 0);
        told.ShouldBe(["forced close"]);
        host.Server.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_fails_at_the_end_leaves_nothing_behind()
    {
        await using var host = await SocketIoHost.StartAsync(server =>
        {
            foreach (var name in new[] { "/", "/other" })
                server.Of(name).OnDisconnect(static (_, _) => throw new InvalidOperationException());
        });
        using (var client = await host.ConnectAsync())
        {
            foreach (var join in new[] { "40", "40/other," })
            {
                await client.SendAsync(join);
                await client.ReadAsync();
            }
        }

        await Eventually.Is(() => host.Server.Sessions + host.Server.Main.Count + host.Server.Of("/other").Count == 0);
    }

    [Fact]
    public async Task One_that_fails_at_the_beginning_lets_nobody_in()
    {
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.OnConnect(static _ => throw new InvalidOperationException()));
        using var client = await host.ConnectAsync();

        await client.SendAsync("40");

        (await client.ReadAsync()).ShouldStartWith("40{");
        (await client.ReadAsync()).ShouldBe("41");
        await Eventually.Is(() => host.Server.Main.Count == 0);
    }

    [Fact]
    public async Task A_room_named_like_a_socket_does_not_hide_it()
    {
        await using var host = await SocketIoHost.StartAsync(server => server.Main
            .On("join", static (socket, in message) => socket.Join(Encoding.UTF8.GetString(message.Arguments).Trim('"'))));
        using var victim = await host.ConnectAsync();
        await victim.SendAsync("40");
        var id = (await victim.ReadAsync()).Split('"')[3];
        using var intruder = await host.ConnectAsync();
        await intruder.SendAsync("40");
        await intruder.ReadAsync();
        await intruder.SendAsync($"42[\"join\",\"{id}\"]");

        host.Server.Main.To(id).Emit("private");

        (await victim.ReadAsync()).ShouldBe("42[\"private\"]");
    }

    [Fact]
    public async Task The_query_is_known_by_either_transport()
    {
        await using var host = await SocketIoHost.StartAsync(server => server.Main.Use(static (handshake, _) =>
            new(handshake.Query.ContainsKey("key") ? null : new SocketIoRefusal("no key"))));
        using var client = new EngineClient(new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws" }.Uri);
        await client.ConnectAsync("EIO=4&transport=websocket&key=1");
        await client.ReadAsync();

        await client.SendAsync("40");

        (await client.ReadAsync()).ShouldStartWith("40{");
    }
}
