using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Tests.Core.Sessions;
using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

public sealed class ClosingByServerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PipedConnection connection = new();

    [Fact]
    public async Task The_close_frame_goes_after_what_waits_and_the_client_s_answer_ends_it()
    {
        FlushBatch.Run(connection.Connection, static c =>
        {
            c.TrySend(TestFrames.Text("a"));
            c.Close(CloseCode.Replaced, "by another");
            c.TrySend(TestFrames.Text("late")).ShouldBeFalse();
        });
        connection.Client.Read().ShouldBe(["Text a", "Close 4409 by another"]);
        connection.Run.IsCompleted.ShouldBeFalse();
        connection.Handler.Ends.ShouldBe(0);

        connection.Send(ClientFrame.Close(4409));
        await connection.Run;

        connection.Client.Read().ShouldBeEmpty();
        connection.Handler.Ends.ShouldBe(1);
        connection.WasAborted.ShouldBeFalse();
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public void What_the_client_still_sends_is_dropped()
    {
        Close();

        connection.Send(ClientFrame.Text("late"), ClientFrame.Ping([1]));
        connection.Pass(Second);

        connection.Handler.Calls.ShouldBeEmpty();
        connection.Client.Read().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_does_not_answer_is_cut_after_5_seconds()
    {
        Close();
        connection.Pass(4 * Second);
        connection.WasAborted.ShouldBeFalse();
        connection.Run.IsCompleted.ShouldBeFalse();

        connection.Pass(Second);
        await connection.Run;

        connection.WasAborted.ShouldBeTrue();
        connection.Handler.Ends.ShouldBe(1);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Sending_on_does_not_put_that_off()
    {
        Close();
        for (var i = 0; i < 5; i++)
        {
            connection.Send(ClientFrame.Text("still here"));
            connection.Connection.Close(CloseCode.Normal, "again");
            connection.Pass(Second);
        }

        await connection.Run;

        connection.WasAborted.ShouldBeTrue();
    }

    [Fact]
    public async Task All_connections_can_be_closed_at_once()
    {
        var server = new PipedServer();
        var all = Enumerable.Range(0, 3).Select(_ => new PipedConnection(server: server)).ToList();
        server.Table.Count.ShouldBe(3);

        FlushBatch.Run(server, static s => s.Table.CloseAll(CloseCode.GoingAway, "draining"));

        foreach (var one in all)
        {
            one.Client.Read().ShouldBe(["Close 1001 draining"]);
            one.Send(ClientFrame.Close(1001));
            await one.Run;
        }

        server.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task All_connections_can_be_cut_at_once()
    {
        var server = new PipedServer();
        var all = Enumerable.Range(0, 3).Select(_ => new PipedConnection(server: server)).ToList();

        server.Table.AbortAll();
        await Task.WhenAll(all.Select(one => one.Run));

        all.ShouldAllBe(one => one.WasAborted && one.Handler.Ends == 1);
        server.Table.Count.ShouldBe(0);
    }

    private void Close()
    {
        FlushBatch.Run(connection.Connection, static c => c.Close(CloseCode.Normal, "done"));
        connection.Client.Read().ShouldBe(["Close 1000 done"]);
    }
}
