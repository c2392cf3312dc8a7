using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

/// <summary>A handler that throws is a fault of the server's; it costs that connection and no other.</summary>
public sealed class HandlerFailureTests
{
    private static readonly InvalidOperationException OnPurpose = new("on purpose");

    private readonly PipedServer server = new();
    private readonly PipedConnection connection;
    private readonly PipedConnection other;

    public HandlerFailureTests()
    {
        connection = new PipedConnection(server: server);
        other = new PipedConnection(server: server);
    }

    [Fact]
    public async Task A_failing_message_closes_with_1011_and_is_logged()
    {
        connection.Handler.OnMessage = _ => throw OnPurpose;
        connection.Send(ClientFrame.Text("a"), ClientFrame.Text("b"));
        await connection.Run;

        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 1011 ");
        connection.Handler.Calls.ShouldBe(["a", "<ended>"]);
        server.Failures.ShouldBe([OnPurpose]);
        server.Table.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failing_end_is_logged_and_leaves_nothing()
    {
        connection.Handler.OnEnded = () => throw OnPurpose;
        connection.Send(ClientFrame.Close(1000));
        await connection.Run;

        connection.Client.Read().ShouldBe(["Close 1000 "]);
        server.Failures.ShouldBe([OnPurpose]);
        server.Table.Count.ShouldBe(1);
    }

    [Fact]
    public void A_failing_tick_closes_with_1011_and_all_others_are_ticked_all_the_same()
    {
        var ticks = 0;
        connection.Handler.OnTick = () => throw OnPurpose;
        other.Handler.OnTick = () => ticks++;
        var third = new PipedConnection(server: server);
        third.Handler.OnTick = () => ticks++;

        server.Pass(TimeSpan.FromSeconds(1));

        ticks.ShouldBe(2);
        server.Failures.ShouldBe([OnPurpose]);
        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 1011 ");
        other.Client.Read().ShouldBeEmpty();
    }
}
