using Parley.Core.Messages;
using Parley.Tests.WebSockets.Frames;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Connections;

public sealed class FaultTests
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(250);

    private readonly PipedConnection connection = new(new WebSocketLimits { MaxMessageBytes = 1000 });

    public static TheoryData<byte[], string> Faults => new()
    {
        { ClientFrame.Of(FrameOpcode.Text, "x"u8, masked: false), "Close 1002 " },
        { ClientFrame.Of((FrameOpcode)3, []), "Close 1002 " },
        { ClientFrame.Text([0xFF]), "Close 1007 " },
        { ClientFrame.Header(FrameOpcode.Binary, 1001), "Close 1009 " },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_client_is_told_what_was_wrong(byte[] wrong, string close)
    {
        connection.Send(ClientFrame.Text("before"), wrong, ClientFrame.Text("after"));

        connection.Handler.Calls.ShouldBe(["before"]);
        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith(close);
    }

    [Fact]
    public async Task What_still_comes_is_dropped_for_a_moment_and_then_it_is_over()
    {
        connection.Send(ClientFrame.Header(FrameOpcode.Binary, 1001));
        connection.Time.Advance(Linger / 2);
        connection.Send(new byte[2000], ClientFrame.Text("hidden"), ClientFrame.Close(1000));
        connection.Run.IsCompleted.ShouldBeFalse();

        connection.Time.Advance(Linger / 2);
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 1009 ");
        connection.WasAborted.ShouldBeFalse();
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_client_that_goes_by_itself_is_not_waited_for()
    {
        connection.Send(ClientFrame.Of((FrameOpcode)3, []));
        connection.EndInput();
        await connection.Run;

        connection.Handler.Ends.ShouldBe(1);
        connection.Table.Count.ShouldBe(0);

        // The timer of the moment is gone as well.
        connection.Time.Advance(Linger);
        connection.Handler.Ends.ShouldBe(1);
    }
}
