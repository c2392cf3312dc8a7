using Parley.WebSockets.Transport.Polled;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>Whose acknowledgements may wait for an answer: who speaks at a steady pace and is answered in between.</summary>
public sealed class PaceTests
{
    private const int Tick = 67;
    private Pace pace;
    private long now = 1_000_000;

    [Fact]
    public void Who_speaks_at_a_steady_pace_and_is_answered_may_wait_after_eight_messages()
    {
        Hear(Tick).ShouldBeFalse();
        for (var i = 1; i < Pace.Steady; i++) HearAnswered(Tick).ShouldBeFalse();
        HearAnswered(Tick).ShouldBeTrue();
        HearAnswered(Tick).ShouldBeTrue();
    }

    [Fact]
    public void Who_is_never_answered_may_not_wait()
    {
        for (var i = 0; i < 100; i++) Hear(Tick).ShouldBeFalse();
    }

    [Fact]
    public void An_answer_that_stays_out_for_once_changes_nothing()
    {
        Steadily();
        Hear(Tick).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Pace.Shortest - 1)]
    [InlineData(Pace.Longest + 1)]
    public void A_message_out_of_step_is_acknowledged_at_once_and_so_are_the_next(int gap)
    {
        Steadily();
        HearAnswered(gap).ShouldBeFalse();
        for (var i = 1; i < Pace.Steady; i++) HearAnswered(Tick).ShouldBeFalse();
        HearAnswered(Tick).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Pace.Shortest)]
    [InlineData(Pace.Longest)]
    public void The_slowest_and_the_fastest_pace_are_steady(int gap)
    {
        Hear(gap);
        for (var i = 1; i < Pace.Steady; i++) HearAnswered(gap).ShouldBeFalse();
        HearAnswered(gap).ShouldBeTrue();
    }

    private void Steadily()
    {
        for (var i = 0; i <= Pace.Steady; i++) HearAnswered(Tick);
        HearAnswered(Tick).ShouldBeTrue();
    }

    private bool HearAnswered(int gap)
    {
        pace.Answered();
        return Hear(gap);
    }

    private bool Hear(int gap) => pace.Heard(now += gap);
}
