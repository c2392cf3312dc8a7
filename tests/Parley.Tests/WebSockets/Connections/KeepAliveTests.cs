using Parley.Tests.WebSockets.Frames;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Connections;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PipedConnection connection = new();

    [Fact]
    public void A_silent_client_is_pinged_every_15_seconds()
    {
        connection.Pass(14 * Second);
        connection.Client.Read().ShouldBeEmpty();

        connection.Pass(Second);
        connection.Client.Read().ShouldBe(["Ping "]);
        connection.Send(ClientFrame.Pong([]));

        connection.Pass(14 * Second);
        connection.Client.Read().ShouldBeEmpty();
        connection.Pass(Second);
        connection.Client.Read().ShouldBe(["Ping "]);
    }

    [Fact]
    public async Task One_of_whom_nothing_is_heard_for_30_seconds_is_dead()
    {
        connection.Pass(29 * Second);
        connection.Run.IsCompleted.ShouldBeFalse();
        connection.WasAborted.ShouldBeFalse();

        connection.Pass(Second);
        await connection.Run;

        connection.WasAborted.ShouldBeTrue();
        connection.Handler.Ends.ShouldBe(1);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task One_that_is_only_taken_for_dead_is_told_why_before_it_is_cut()
    {
        connection.Pass(29 * Second);
        connection.Client.Read().ShouldBe(["Ping "]);
        var seen = new List<string>();
        connection.BeforeAbort = () => seen.AddRange(connection.Client.Read());

        connection.Pass(Second);

        await connection.Run;
        seen.ShouldBe(["Close 4408 no answer to pings"]);
    }

    [Fact]
    public void Whoever_answers_pings_lives()
    {
        for (var i = 0; i < 10; i++)
        {
            connection.Pass(15 * Second);
            connection.Send(ClientFrame.Pong([]));
        }

        connection.WasAborted.ShouldBeFalse();
        connection.Run.IsCompleted.ShouldBeFalse();
        connection.Client.Read().Count.ShouldBe(10);
    }

    [Fact]
    public void Any_byte_is_a_sign_of_life()
    {
        var message = ClientFrame.Text("x");
        connection.Pass(29 * Second);
        connection.Send(message[..1]);
        connection.Pass(29 * Second);
        connection.WasAborted.ShouldBeFalse();

        connection.Send(message[1..]);
        connection.Pass(29 * Second);

        connection.WasAborted.ShouldBeFalse();
        connection.Handler.Messages.ShouldBe(["x"]);
    }

    [Fact]
    public async Task The_times_can_be_set()
    {
        var hasty = new PipedConnection(new WebSocketLimits { PingInterval = 2 * Second, DeadAfter = 3 * Second });
        hasty.Pass(2 * Second);
        hasty.Client.Read().ShouldBe(["Ping "]);
        hasty.Pass(Second);
        await hasty.Run;

        hasty.WasAborted.ShouldBeTrue();
    }

    [Fact]
    public void The_handler_is_ticked_each_second()
    {
        connection.Pass(3 * Second);

        connection.Handler.Calls.ShouldBe(["<tick>", "<tick>", "<tick>"]);
    }
}
