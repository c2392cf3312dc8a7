using Parley.Core.Messages;
using Parley.Tests.Core.Sessions;
using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

public sealed class AbruptEndTests
{
    private readonly PipedConnection connection = new();

    [Fact]
    public async Task A_client_that_just_goes_ends_it_once()
    {
        connection.SendText("a");
        connection.EndInput();
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["a", "<ended>"]);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task So_does_a_reset()
    {
        connection.SendText("a");
        connection.Reset();
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["a", "<ended>"]);
        connection.Table.Count.ShouldBe(0);
        connection.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task So_does_a_reset_that_comes_while_a_message_is_handled()
    {
        connection.Handler.OnMessage = _ => connection.Reset();
        connection.SendText("a");
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["a", "<ended>"]);
        connection.Failures.ShouldBeEmpty();
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task So_does_an_end_in_the_middle_of_a_frame()
    {
        connection.Send(ClientFrame.Text("half")[..5]);
        connection.EndInput();
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task So_does_an_abort_and_ended_is_not_called_within_it()
    {
        connection.Connection.Abort();
        connection.Connection.Abort();
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Connection.TrySend(TestFrames.Text("late")).ShouldBeFalse();
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_any_more_is_cut()
    {
        connection.StopTaking();
        connection.Connection.TrySend(TestFrames.Text("a"));
        await connection.Run;

        connection.WasAborted.ShouldBeTrue();
        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Aborting_while_handling_a_message_is_safe()
    {
        connection.Handler.OnMessage = _ => connection.Connection.Abort();
        connection.SendText("a");
        await connection.Run;

        connection.Handler.Ends.ShouldBe(1);
        connection.Handler.Calls[^1].ShouldBe("<ended>");
        connection.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_ends_it_at_the_same_time_it_ends_once()
    {
        for (var i = 0; i < 300; i++)
        {
            var one = new PipedConnection();
            await Task.WhenAll(
                Task.Run(() => one.Connection.Close(CloseCode.GoingAway, "")),
                Task.Run(() => one.Connection.Abort()),
                Task.Run(() => one.Send(ClientFrame.Close(1000))),
                Task.Run(() => one.Pass(TimeSpan.FromSeconds(40))));
            await one.Run;

            one.Handler.Ends.ShouldBe(1);
            one.Table.Count.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Thousands_that_go_abruptly_leave_nothing_in_the_table()
    {
        var server = new PipedServer();
        var all = Enumerable.Range(0, 2000).Select(_ => new PipedConnection(server: server)).ToList();
        server.Table.Count.ShouldBe(2000);
        for (var i = 0; i < all.Count; i++)
        {
            all[i].Send(ClientFrame.Text("half", final: false));
            if (i % 2 == 0) all[i].Reset();
            else all[i].EndInput();
        }

        await Task.WhenAll(all.Select(one => one.Run));

        server.Table.Count.ShouldBe(0);
        all.ShouldAllBe(one => one.Handler.Ends == 1);
    }
}
