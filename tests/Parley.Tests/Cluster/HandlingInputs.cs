using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What a receiver got because of an input is told by how many it got before, by every owner alike.</summary>
public sealed class HandlingInputs
{
    [Fact]
    public void An_input_counts_on_though_the_receiver_gets_something_because_of_another_between()
    {
        var (receiver, other) = (new HostedConnection(null!), new HostedConnection(null!));
        var first = Handling.Of(new SessionKey(1, 1), 5, again: false);
        first.CountFor(receiver).ShouldBe((byte)0);
        var second = Handling.Of(new SessionKey(1, 2), 9, again: false);
        second.CountFor(receiver).ShouldBe((byte)0);
        second.End();

        Handling.Current.ShouldBe(first);
        first.CountFor(receiver).ShouldBe((byte)1);
        first.CountFor(other).ShouldBe((byte)0);
        first.End();
        Handling.Current.ShouldBeNull();
    }

    [Fact]
    public void The_next_input_counts_from_the_beginning()
    {
        var receiver = new HostedConnection(null!);
        for (var number = 1; number <= 2; number++)
        {
            var handling = Handling.Of(new SessionKey(1, 1), number, again: false);
            handling.CountFor(receiver).ShouldBe((byte)0);
            handling.CountFor(receiver).ShouldBe((byte)1);
            handling.End();
        }
    }
}
