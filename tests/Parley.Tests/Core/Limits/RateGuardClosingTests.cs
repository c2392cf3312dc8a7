using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Time;

namespace Parley.Tests.Core.Limits;

public sealed class RateGuardClosingTests
{
    private readonly ManualTimeProvider time = new();
    private readonly RateGuard guard;

    public RateGuardClosingTests()
    {
        // One message a second: whatever follows the first at once is dropped.
        guard = new RateGuard(new Clock(time), RateLimits.Default with { MessagesPerSecond = 1, Burst = 1 });
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();
    }

    [Fact]
    public void The_twentieth_drop_within_ten_seconds_closes()
    {
        for (var i = 0; i < 19; i++) Drop().CloseNow.ShouldBeFalse();

        Drop().CloseNow.ShouldBeTrue();
    }

    [Fact]
    public void Drops_are_forgotten_after_ten_seconds()
    {
        for (var i = 0; i < 19; i++) Drop();
        time.Advance(TimeSpan.FromSeconds(10));
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();

        for (var i = 0; i < 19; i++) Drop().CloseNow.ShouldBeFalse();
        Drop().CloseNow.ShouldBeTrue();
    }

    [Fact]
    public void Being_admitted_in_between_forgives_nothing()
    {
        for (var i = 0; i < 19; i++) Drop();
        time.Advance(TimeSpan.FromSeconds(9.999));
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();

        Drop().CloseNow.ShouldBeTrue();
    }

    [Fact]
    public void The_ten_seconds_are_counted_back_from_each_drop()
    {
        Drop();
        time.Advance(TimeSpan.FromSeconds(9.5));
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();
        for (var i = 0; i < 18; i++) Drop().CloseNow.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();

        Drop().CloseNow.ShouldBeFalse("the first drop is longer ago by now");
        Drop().CloseNow.ShouldBeTrue();
    }

    private RateVerdict Drop()
    {
        var verdict = guard.Admit(MessageKind.Signal);
        verdict.Admitted.ShouldBeFalse();
        return verdict;
    }
}
