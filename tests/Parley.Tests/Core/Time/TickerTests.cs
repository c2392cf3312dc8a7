using Parley.Core.Time;

namespace Parley.Tests.Core.Time;

public sealed class TickerTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(64);

    private readonly ManualTimeProvider time = new();
    private readonly List<TimeSpan> lateness = [];
    private readonly List<Exception> failures = [];
    private readonly Ticker ticker;

    public TickerTests() => ticker = new Ticker(time, Period, lateness.Add, failures.Add);

    public void Dispose() => ticker.Dispose();

    [Fact]
    public void Who_asks_gets_one_turn_within_a_period()
    {
        var who = new Turns();
        ticker.Ask(who);
        ticker.Run();
        who.Count.ShouldBe(0);

        Pass(65);
        who.Count.ShouldBe(1);
        Pass(650);
        who.Count.ShouldBe(1);
    }

    [Fact]
    public void Who_asks_again_in_its_turn_has_turns_a_period_apart()
    {
        var who = new Turns();
        who.Then = () => ticker.Ask(who);
        var at = new List<int>();
        ticker.Ask(who);
        for (var ms = 1; ms <= 640; ms++)
        {
            Pass(1);
            if (who.Count > at.Count) at.Add(ms);
        }

        at.Count.ShouldBe(10);
        at.Zip(at.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap == 64);
    }

    [Fact]
    public void Phases_are_spread_over_the_period()
    {
        var all = Enumerable.Range(0, 16).Select(_ => new Turns()).ToList();
        foreach (var who in all) ticker.Ask(who);
        var most = 0;
        for (var ms = 0; ms < 64; ms++)
        {
            var before = all.Sum(w => w.Count);
            Pass(1);
            most = Math.Max(most, all.Sum(w => w.Count) - before);
        }

        all.ShouldAllBe(w => w.Count == 1);
        most.ShouldBe(1);
    }

    [Fact]
    public void Missed_turns_are_not_made_up_for()
    {
        var who = new Turns();
        who.Then = () => ticker.Ask(who);
        ticker.Ask(who);

        Pass(64 * 20);

        who.Count.ShouldBeInRange(1, 2);
        lateness.Max().ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(64));
    }

    [Fact]
    public void One_that_fails_takes_nobody_else_s_turn()
    {
        var all = Enumerable.Range(0, 70).Select(i => new Turns { Then = i == 0 ? () => throw new InvalidOperationException("on purpose") : null }).ToList();
        foreach (var who in all) ticker.Ask(who);

        Pass(65);

        all.ShouldAllBe(w => w.Count == 1);
        failures.ShouldHaveSingleItem().Message.ShouldBe("on purpose");
    }

    [Fact]
    public async Task Its_thread_gives_turns_and_wakes_from_sleep()
    {
        using var real = new Ticker(TimeProvider.System, TimeSpan.FromMilliseconds(5), _ => { }, failures.Add);
        real.Start();
        var who = new Turns();
        for (var i = 1; i <= 20; i++)
        {
            real.Ask(who);
            await Eventually.Is(() => who.Count == i);
        }

        failures.ShouldBeEmpty();
    }

    private void Pass(int milliseconds)
    {
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        ticker.Run();
    }

    private sealed class Turns : Ticked
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public Action? Then { get; set; }

        protected internal override void OnTick()
        {
            Interlocked.Increment(ref count);
            Then?.Invoke();
        }
    }
}
