using System.Net;
using Parley.EngineIo.Engine;

namespace Parley.Tests.EngineIo;

/// <summary>Pings, and answers that come late or never.</summary>
public sealed class Heartbeats
{
    private static readonly EngineOptions Options = new()
    {
        PingInterval = TimeSpan.FromSeconds(25),
        PingTimeout = TimeSpan.FromSeconds(20),
    };

    private readonly LateTime time = new();

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(15, 19_985)]
    [InlineData(21, 20_000)]
    [InlineData(60_000, 20_000)]
    public void An_answer_is_due_when_it_would_have_been_unless_the_ping_was_really_late(int lateBy, int dueAfter)
    {
        using var heartbeat = new Heartbeat(Options, time, static _ => { }, this);
        time.Timers[0].Due.ShouldBe(Options.PingInterval);
        time.Pass(25_000 + lateBy);

        heartbeat.TryBeat().ShouldBeTrue();

        time.Timers[0].Due.ShouldBe(TimeSpan.FromMilliseconds(dueAfter));
        time.Pass(dueAfter - 1);
        heartbeat.IsOverdue.ShouldBeFalse();
        time.Pass(1);
        heartbeat.IsOverdue.ShouldBeTrue();
        heartbeat.TryBeat().ShouldBeFalse();
    }

    [Fact]
    public void An_interval_is_from_ping_to_ping_whatever_time_the_answer_takes()
    {
        using var heartbeat = new Heartbeat(Options, time, static _ => { }, this);
        time.Pass(19_999);
        for (var i = 1; i < 4; i++)
        {
            time.Pass(5_001);
            heartbeat.TryBeat().ShouldBeTrue();
            time.Pass(19_999);

            heartbeat.TryPong(out var ping).ShouldBeTrue();

            ping.ShouldBe(i);
            time.Timers[0].Due.ShouldBe(TimeSpan.FromMilliseconds(5_001));
            heartbeat.IsOverdue.ShouldBeFalse();
            heartbeat.TryPong(out _).ShouldBeFalse();
        }
    }

    [Fact]
    public void After_an_answer_that_took_longer_than_an_interval_the_next_ping_goes_out_at_once()
    {
        var options = new EngineOptions { PingInterval = TimeSpan.FromSeconds(5), PingTimeout = TimeSpan.FromSeconds(20) };
        using var heartbeat = new Heartbeat(options, time, static _ => { }, this);
        time.Pass(5_000);
        heartbeat.TryBeat().ShouldBeTrue();
        time.Pass(12_000);

        heartbeat.TryPong(out _).ShouldBeTrue();

        time.Timers[0].Due.ShouldBe(TimeSpan.Zero);
        heartbeat.TryBeat().ShouldBeTrue();
        time.Timers[0].Due.ShouldBe(options.PingTimeout);
    }

    [Fact]
    public async Task A_poll_that_comes_too_late_is_refused_though_no_timer_has_fired()
    {
        await using var host = await SocketIoHost.StartAsync(
            configure: options => (options.Engine.PingInterval, options.Engine.PingTimeout) = (Options.PingInterval, Options.PingTimeout),
            time: time);
        var sid = await host.OpenAsync();
        time.Pass(25_000);
        time.Fire(Options.PingInterval);
        (await (await host.PollAsync(sid)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("2");

        time.Pass(20_000);

        (await host.PollAsync(sid)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        host.Server.Sessions.ShouldBe(0);
    }

    /// <summary>Time whose timers fire when a test says so, however late that is.</summary>
    private sealed class LateTime : TimeProvider
    {
        private long now = TimeSpan.TicksPerDay;

        public List<LateTimer> Timers { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new LateTimer(() => callback(state)) { Due = dueTime };
            lock (Timers) Timers.Add(timer);
            return timer;
        }

        public void Pass(int milliseconds) => now += milliseconds * TimeSpan.TicksPerMillisecond;

        /// <summary>Fires those that were set for so long.</summary>
        public void Fire(TimeSpan due)
        {
            LateTimer[] timers;
            lock (Timers) timers = [.. Timers.Where(t => t.Due == due)];
            foreach (var timer in timers) timer.Fire();
        }
    }

    private sealed class LateTimer(Action fire) : ITimer
    {
        public TimeSpan Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose() => Due = Timeout.InfiniteTimeSpan;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
