using Parley.Tests.WebSockets.Frames;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Connections;

public sealed class AssemblyTimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PipedConnection connection = new(new WebSocketLimits { AssemblyTimeout = 10 * Second });

    [Fact]
    public async Task A_message_that_does_not_end_in_time_is_closed_with_4408()
    {
        connection.Send(ClientFrame.Text("a", final: false));
        for (var i = 0; i < 9; i++)
        {
            connection.Pass(Second);
            connection.Send(ClientFrame.Continuation("b"u8, final: false));
        }

        connection.Client.Read().ShouldBeEmpty();
        connection.Pass(Second);
        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 4408 ");

        connection.Pass(5 * Second);
        await connection.Run;
        connection.WasAborted.ShouldBeTrue();
        connection.Handler.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void A_single_frame_that_trickles_in_is_no_better()
    {
        var frame = ClientFrame.Text("abcdefghijklmnop");
        foreach (var b in frame[..10])
        {
            connection.Send([b]);
            connection.Pass(Second);
        }

        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 4408 ");
    }

    [Fact]
    public void Pings_in_between_do_not_begin_the_time_anew()
    {
        connection.Send(ClientFrame.Text("a", final: false));
        for (var i = 0; i < 9; i++)
        {
            connection.Pass(Second);
            connection.Send(ClientFrame.Pong([]));
        }

        connection.Pass(Second);
        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 4408 ");
    }

    [Fact]
    public void One_who_sends_message_after_message_is_not_closed_because_reads_always_end_within_one()
    {
        var message = ClientFrame.Text("message");
        connection.Send(message[..3]);
        for (var i = 0; i < 30; i++)
        {
            connection.Pass(Second);
            connection.Send([.. message[3..], .. message[..3]]);
        }

        connection.Handler.Messages.Count().ShouldBe(30);
        connection.Client.Read().ShouldNotContain(frame => frame.StartsWith("Close", StringComparison.Ordinal));
    }
}
