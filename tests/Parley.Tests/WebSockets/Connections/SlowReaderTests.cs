using System.Text;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.WebSockets.Connections;

public sealed class SlowReaderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Frame Large = Frame.Of(FrameOpcode.Text, Encoding.UTF8.GetBytes(new string('x', 9000)));

    private readonly PipedConnection connection = new(outbox: new OutboxLimits(Messages: 20, Bytes: 1024 * 1024));

    [Fact]
    public async Task A_client_that_stops_reading_is_closed_with_4503_once_too_much_waits()
    {
        var sent = SendUntilRefused();

        connection.Handler.TooSlows.ShouldBe(1);
        connection.Run.IsCompleted.ShouldBeFalse();

        // What was on its way arrives; what waited behind it is gone.
        var read = connection.Client.Read();
        read.Count.ShouldBeInRange(2, sent - 1);
        read[^1].ShouldStartWith("Close 4503 ");
        read.SkipLast(1).ShouldAllBe(frame => frame.Length == "Text ".Length + 9000);

        connection.EndInput();
        await connection.Run;
        connection.Handler.Ends.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_never_reads_again_is_cut_after_5_seconds_and_holds_nothing()
    {
        SendUntilRefused();
        connection.Pass(4 * Second);
        connection.WasAborted.ShouldBeFalse();

        connection.Pass(Second);
        await connection.Run;

        connection.WasAborted.ShouldBeTrue();
        connection.Handler.Ends.ShouldBe(1);
        connection.Handler.TooSlows.ShouldBe(1);
        connection.Connection.OutboxDepth.ShouldBe(0);
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public void One_that_is_slow_but_reads_gets_everything()
    {
        var received = 0;
        for (var i = 0; i < 100; i++)
        {
            Send().ShouldBeTrue();
            if (i % 15 == 14) received += connection.Client.Read().Count;
        }

        received += connection.Client.Read().Count;
        received.ShouldBe(100);
        connection.Handler.TooSlows.ShouldBe(0);
    }

    [Fact]
    public void What_waits_is_counted()
    {
        for (var i = 0; i < 20; i++) Send();

        connection.Connection.OutboxDepth.ShouldBeInRange(10, 19);
        connection.Table.OutboxDepth().ShouldBe((connection.Connection.OutboxDepth, connection.Connection.OutboxDepth));
        connection.Client.Read();
        connection.Table.OutboxDepth().ShouldBe((0, 0));
    }

    private int SendUntilRefused()
    {
        for (var sent = 0; ; sent++)
        {
            if (!Send()) return sent;
            sent.ShouldBeLessThan(1000);
        }
    }

    private bool Send()
    {
        var sent = false;
        FlushBatch.Run(this, t => sent = t.connection.Connection.TrySend(Large));
        return sent;
    }
}
