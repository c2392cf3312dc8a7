using Parley.Tests.WebSockets.Frames;

namespace Parley.Tests.WebSockets.Connections;

public sealed class ControlFloodTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PipedConnection connection = new();

    [Fact]
    public void A_hundred_pings_a_second_are_answered()
    {
        for (var i = 0; i < 3; i++)
        {
            connection.Send(Enumerable.Repeat(ClientFrame.Ping([]), 100));
            connection.Client.Read().ShouldBe(Enumerable.Repeat("Pong ", 100));
            connection.Pass(Second);
        }
    }

    [Fact]
    public void More_are_closed_with_4429()
    {
        connection.Send(Enumerable.Repeat(ClientFrame.Ping([]), 150));

        var read = connection.Client.Read();
        read.Count.ShouldBe(101);
        read[^1].ShouldStartWith("Close 4429 ");
    }

    [Fact]
    public void Pongs_that_nobody_asked_for_count_as_well()
    {
        connection.Send(Enumerable.Repeat(ClientFrame.Pong([]), 101));

        connection.Client.Read().ShouldHaveSingleItem().ShouldStartWith("Close 4429 ");
    }
}
