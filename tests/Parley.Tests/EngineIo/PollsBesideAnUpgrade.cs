using System.Net;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>
/// A poll that is read behind the probe was sent before its answer came, and the client sends nothing until it is answered; or
/// behind the upgrade, and then it is one too many. Time stands still here: no poll is held until its time is over.
/// </summary>
public sealed class PollsBesideAnUpgrade
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public async Task One_that_was_on_its_way_is_answered_at_once()
    {
        await using var host = await SocketIoHost.StartAsync(time: time);
        var sid = await host.OpenAsync();
        await using var socket = await ProbeAsync(host, sid);

        for (var i = 0; i < 10; i++) (await AnswerAsync(host.PollAsync(sid))).ShouldBe((HttpStatusCode.OK, "6"));

        await socket.SendTextAsync("5");
        await socket.SendTextAsync("40");
        (await NextAsync(socket)).ShouldStartWith("40{");
    }

    [Fact]
    public async Task One_behind_the_upgrade_is_refused_however_late_that_is_read()
    {
        await using var host = await SocketIoHost.StartAsync(time: time);
        var sid = await host.OpenAsync();
        await using var socket = await ProbeAsync(host, sid);
        socket.AnswersPings = false;
        var poll = host.PollAsync(sid);
        await Eventually.Is(() => socket.PingsSeen == 1);

        await socket.SendTextAsync("5");
        await socket.SendAsync(FrameOpcode.Pong, default);

        (await AnswerAsync(poll)).ShouldBe((HttpStatusCode.BadRequest, """{"code":3,"message":"Bad request"}"""));
        await socket.SendTextAsync("40");
        (await NextAsync(socket)).ShouldStartWith("40{");
    }

    [Fact]
    public async Task One_of_a_client_that_answers_no_pings_of_the_WebSocket_is_answered_after_a_moment()
    {
        await using var host = await SocketIoHost.StartAsync(time: time);
        var sid = await host.OpenAsync();
        await using var socket = await ProbeAsync(host, sid);
        socket.AnswersPings = false;
        var poll = host.PollAsync(sid);
        await Eventually.Is(() => socket.PingsSeen == 1);
        poll.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMilliseconds(100));

        (await AnswerAsync(poll)).ShouldBe((HttpStatusCode.OK, "6"));
    }

    [Fact]
    public async Task One_with_something_to_say_does_not_wait_for_the_ping()
    {
        await using var host = await SocketIoHost.StartAsync(time: time);
        var sid = await host.OpenAsync();
        await using var socket = await ProbeAsync(host, sid);
        socket.AnswersPings = false;

        await host.PostAsync(sid, "40");

        (await AnswerAsync(host.PollAsync(sid))).Text.ShouldStartWith("40{");
    }

    [Fact]
    public async Task Those_of_a_session_s_beginning_go_on_until_it_is_over()
    {
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.On("echo", static (_, in message) => message.Reply?.Send(message.Arguments)), time: time);
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");
        await using var socket = await WebSocketAsync(host, sid);
        await socket.SendTextAsync("2probe");
        await socket.RoundTripAsync();

        (await AnswerAsync(host.PollAsync(sid))).Text.ShouldStartWith("40{");
        await host.PostAsync(sid, """420["echo",1]""");
        (await AnswerAsync(host.PollAsync(sid))).ShouldBe((HttpStatusCode.OK, "430[1]"));
        socket.TryNext(out _).ShouldBeFalse();

        var poll = host.PollAsync(sid);
        time.Advance(TimeSpan.FromMilliseconds(100));

        (await NextAsync(socket)).ShouldBe("3probe");
        (await AnswerAsync(poll)).ShouldBe((HttpStatusCode.OK, "6"));
    }

    [Fact]
    public async Task One_behind_an_upgrade_that_did_not_wait_for_the_answer_is_one_too_many()
    {
        await using var host = await SocketIoHost.StartAsync(time: time);
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");
        await using var socket = await WebSocketAsync(host, sid);

        await socket.SendTextAsync("2probe");
        await socket.SendTextAsync("5");

        (await NextAsync(socket)).ShouldBe("3probe");
        (await NextAsync(socket)).ShouldStartWith("40{");
        (await AnswerAsync(host.PollAsync(sid))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<TestSocket> WebSocketAsync(SocketIoHost host, string sid) =>
        TestSocket.ConnectAsync(host.Http.BaseAddress!, $"/socket.io/?EIO=4&transport=websocket&sid={sid}");

    private static async Task<TestSocket> ProbeAsync(SocketIoHost host, string sid)
    {
        var socket = await WebSocketAsync(host, sid);
        await socket.SendTextAsync("2probe");
        (await NextAsync(socket)).ShouldBe("3probe");
        return socket;
    }

    private static async Task<string> NextAsync(TestSocket socket) => (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text;

    private static async Task<(HttpStatusCode Status, string Text)> AnswerAsync(Task<HttpResponseMessage> poll)
    {
        using var answer = await poll.WaitAsync(TimeSpan.FromSeconds(20));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
