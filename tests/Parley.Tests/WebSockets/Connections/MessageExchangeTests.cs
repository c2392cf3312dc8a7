using Parley.Core.Messages;
using Parley.Tests.Core.Sessions;
using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

public sealed class MessageExchangeTests
{
    private readonly PipedConnection connection = new();

    [Fact]
    public void Messages_reach_the_handler_in_order_and_with_their_kind()
    {
        connection.Send(ClientFrame.Text("a"), ClientFrame.Binary([1, 2]), ClientFrame.Text("b", final: false));
        connection.Send(ClientFrame.Continuation("c"u8));

        connection.Handler.Calls.ShouldBe(["a", "0102", "bc"]);
    }

    [Fact]
    public void What_is_sent_reaches_the_client()
    {
        connection.Handler.OnMessage = text => connection.Connection.TrySend(TestFrames.Text($"{text} back")).ShouldBeTrue();
        connection.SendText("a");
        connection.SendText("b");

        connection.Client.Read().ShouldBe(["Text a back", "Text b back"]);
    }

    [Fact]
    public void A_message_may_come_in_any_parts()
    {
        foreach (var b in ClientFrame.Text("κόσμε")) connection.Send([b]);

        connection.Handler.Calls.ShouldBe(["κόσμε"]);
    }

    [Fact]
    public void Thousands_of_small_messages_in_one_piece_do_not_make_their_reader_a_slow_one()
    {
        const int many = 10_000;
        connection.Handler.OnMessage = _ => connection.Connection.TrySend(Frame.Of(FrameOpcode.Text, []));
        connection.Send(Enumerable.Repeat(ClientFrame.Text("x"), many));

        connection.Client.Read().Count.ShouldBe(many);
        connection.Handler.TooSlows.ShouldBe(0);
    }

    [Fact]
    public void A_ping_is_answered_with_its_own_payload()
    {
        connection.Send(ClientFrame.Ping([1, 2, 3]), ClientFrame.Ping([]), ClientFrame.Pong([9]));

        connection.Client.Read().ShouldBe(["Pong 010203", "Pong "]);
        connection.Handler.Calls.ShouldBeEmpty();
    }
}
