using Parley.Core.Messages;
using Parley.Tests.Core.Sessions;
using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

public sealed class ClosingByClientTests
{
    private readonly PipedConnection connection = new();

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(4321)]
    public async Task A_close_is_answered_with_its_own_code_and_then_it_is_over(int code)
    {
        connection.Send(ClientFrame.Close(code, "bye"));
        await connection.Run;

        connection.Client.Read().ShouldBe([$"Close {code} "]);
        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Table.Count.ShouldBe(0);
        connection.WasAborted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_close_without_a_code_is_answered_without_one()
    {
        connection.Send(ClientFrame.Of(FrameOpcode.Close, []));
        await connection.Run;

        connection.Client.Read().ShouldBe(["Close "]);
    }

    [Fact]
    public async Task A_close_that_must_not_be_is_answered_with_what_is_wrong()
    {
        connection.Send(ClientFrame.Close(1005));
        await connection.Run;

        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 1002 ");
        connection.Handler.Ends.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_sent_before_goes_out_before_the_answer()
    {
        connection.Handler.OnMessage = text => connection.Connection.TrySend(TestFrames.Text(text));
        connection.Send(ClientFrame.Text("a"), ClientFrame.Text("b"), ClientFrame.Close(1000));
        await connection.Run;

        connection.Client.Read().ShouldBe(["Text a", "Text b", "Close 1000 "]);
    }

    [Fact]
    public async Task What_comes_after_a_close_is_not_read()
    {
        connection.Send(ClientFrame.Close(1000), ClientFrame.Text("late"), ClientFrame.Ping([1]));
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Client.Read().ShouldBe(["Close 1000 "]);
    }

    [Fact]
    public async Task A_close_in_the_middle_of_a_message_ends_it()
    {
        connection.Send(ClientFrame.Text("half", final: false), ClientFrame.Close(1000));
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
    }

    [Fact]
    public async Task After_the_end_nothing_can_be_sent()
    {
        connection.Send(ClientFrame.Close(1000));
        await connection.Run;

        connection.Connection.TrySend(TestFrames.Text("late")).ShouldBeFalse();
        connection.Connection.Close(CloseCode.GoingAway, "late");
        connection.Client.Read().ShouldBe(["Close 1000 "]);
    }
}
