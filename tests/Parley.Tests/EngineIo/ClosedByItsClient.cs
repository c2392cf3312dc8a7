using System.Net;
using Parley.Core.Time;
using Parley.EngineIo.Engine;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>A client that polls closes its session: the poll it sends with the close may be read first, or last.</summary>
public sealed class ClosedByItsClient
{
    private const string Unknown = """{"code":1,"message":"Session ID unknown"}""";

    [Fact]
    public async Task A_poll_that_is_sent_with_the_close_is_told_whichever_is_read_first()
    {
        await using var host = await SocketIoHost.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            var sid = await host.OpenAsync();

            var (polling, posting) = (host.PollAsync(sid), host.PostAsync(sid, "1"));

            (await TextAsync(await polling)).ShouldBe("6");
            (await TextAsync(await posting)).ShouldBe("ok");
            await ShouldBeUnknownAsync(await host.PollAsync(sid));
        }
    }

    [Fact]
    public async Task A_poll_that_is_read_behind_the_close_is_told_the_same_once()
    {
        await using var host = await SocketIoHost.StartAsync();
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "1");

        using var late = await host.PollAsync(sid);

        late.StatusCode.ShouldBe(HttpStatusCode.OK);
        late.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=UTF-8");
        (await TextAsync(late)).ShouldBe("6");
        await ShouldBeUnknownAsync(await host.PollAsync(sid));
    }

    [Fact]
    public async Task The_application_is_told_at_once_and_what_waited_for_the_client_is_gone()
    {
        var reasons = new List<string>();
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.OnDisconnect((_, reason) => reasons.Add(reason)));
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");

        await host.PostAsync(sid, "1");

        await Eventually.Is(() => reasons.Count > 0);
        reasons.ShouldBe(["transport close"]);
        (host.Server.Sessions, host.Server.PollingSessions, host.Server.Main.Count).ShouldBe((0, 0, 0));
        (await TextAsync(await host.PollAsync(sid))).ShouldBe("6");
    }

    [Fact]
    public async Task Nothing_but_a_poll_gets_an_answer()
    {
        await using var host = await SocketIoHost.StartAsync();
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "1");

        await ShouldBeUnknownAsync(await host.PostAsync(sid, "40"));
        var upgrade = await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(
            host.Http.BaseAddress!, $"/socket.io/?EIO=4&transport=websocket&sid={sid}"));
        upgrade.Status.ShouldBe(400);

        (await TextAsync(await host.PollAsync(sid))).ShouldBe("6");
    }

    [Fact]
    public async Task A_poll_that_comes_too_late_is_of_an_unknown_session()
    {
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(
            configure: options => options.Engine.PingTimeout = TimeSpan.FromSeconds(20), time: time);
        var (punctual, late) = (await host.OpenAsync(), await host.OpenAsync());
        await host.PostAsync(punctual, "1");
        await host.PostAsync(late, "1");

        time.Advance(TimeSpan.FromMilliseconds(19_999));
        (await TextAsync(await host.PollAsync(punctual))).ShouldBe("6");
        time.Advance(TimeSpan.FromMilliseconds(1));

        await ShouldBeUnknownAsync(await host.PollAsync(late));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("40\u001e41\u001e42[\"after leaving\"]")]
    public async Task A_session_that_ended_otherwise_is_unknown_at_once(string body)
    {
        await using var host = await SocketIoHost.StartAsync();
        var sid = await host.OpenAsync();

        await host.PostAsync(sid, body);

        await ShouldBeUnknownAsync(await host.PollAsync(sid));
    }

    [Fact]
    public void So_many_are_known_at_once_and_the_oldest_are_forgotten_first()
    {
        var closed = new ClosedSessions(TimeSpan.FromSeconds(20), new Clock(new ManualTimeProvider()));

        for (var i = 0; i <= ClosedSessions.AtMost; i++) closed.Add($"session {i}");

        closed.TryTake("session 0").ShouldBeFalse();
        closed.TryTake("session 1").ShouldBeTrue();
        closed.TryTake("session 1").ShouldBeFalse();
        closed.TryTake($"session {ClosedSessions.AtMost}").ShouldBeTrue();
    }

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task ShouldBeUnknownAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextAsync(response)).ShouldBe(Unknown);
    }
}
