using Parley.Core.Sessions;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.WebSockets.Connections;

public sealed class EndedIsLastTests
{
    [Fact]
    public async Task While_what_waits_for_a_reader_still_goes_out_the_handler_is_told_nothing_more()
    {
        var connection = new PipedConnection(outbox: new OutboxLimits(Messages: 20));
        FlushBatch.Run(connection.Connection, static c =>
        {
            for (var i = 0; i < 10; i++) c.TrySend(TestFrames.Text(new string('x', 100_000)));
        });
        connection.EndInput();
        connection.Handler.Ends.ShouldBe(1);
        connection.Run.IsCompleted.ShouldBeFalse();

        connection.Pass(TimeSpan.FromSeconds(3));
        FlushBatch.Run(connection.Connection, static c =>
        {
            for (var i = 0; i < 30; i++) c.TrySend(TestFrames.Text("late"));
        });

        connection.Handler.Calls.ShouldBe(["<ended>"]);
        connection.Client.Read().Count.ShouldBe(11);
        await connection.Run;
        connection.Table.Count.ShouldBe(0);
    }

    [Fact]
    public async Task It_is_not_ticked_while_it_is_told_of_its_end()
    {
        var connection = new PipedConnection();
        connection.Handler.OnEnded = () => connection.Pass(TimeSpan.FromSeconds(1));

        connection.EndInput();
        await connection.Run;

        connection.Handler.Calls.ShouldBe(["<ended>"]);
    }
}
