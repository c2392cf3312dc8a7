using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Tests.Core.Resuming;

/// <summary>What is kept to be sent again, and why something is not.</summary>
public sealed class ReplayLogTests
{
    private readonly KeptBytes total = new();

    [Fact]
    public void Gives_what_is_behind_a_number_in_order()
    {
        var log = NewLog(new ResumeOptions());
        for (var i = 1; i <= 20; i++) log.Add(Message(i), now: 0);

        log.Covers(0).ShouldBeTrue();
        log.Covers(20).ShouldBeTrue();
        log.Covers(21).ShouldBeFalse();
        Numbers(log, 0).ShouldBe(Enumerable.Range(1, 20));
        Numbers(log, 17).ShouldBe([18, 19, 20]);
        Numbers(log, 20).ShouldBeEmpty();
    }

    [Fact]
    public void Is_bounded_in_messages()
    {
        var log = NewLog(new ResumeOptions { LogMessages = 5 });
        for (var i = 1; i <= 100; i++) log.Add(Message(i), now: 0);

        Lost(log, 94, ResumeReason.Messages);
        Numbers(log, 95).ShouldBe([96, 97, 98, 99, 100]);
    }

    [Fact]
    public void Is_bounded_in_bytes()
    {
        var log = NewLog(new ResumeOptions { LogBytes = 3 * Message(100).Length });
        for (var i = 100; i < 110; i++) log.Add(Message(i), now: 0);

        Lost(log, 6, ResumeReason.Bytes);
        Numbers(log, 7).ShouldBe([107, 108, 109]);
    }

    [Fact]
    public void A_message_over_the_bytes_is_not_kept_and_nothing_before_it()
    {
        var log = NewLog(new ResumeOptions { LogBytes = 100 });
        log.Add(Message(1), now: 0);
        log.Add(Frame.Of(FrameOpcode.Text, new byte[101]), now: 0);

        Lost(log, 1, ResumeReason.Bytes);
        log.Covers(2).ShouldBeTrue();
        total.Count.ShouldBe(0);
    }

    [Fact]
    public void Is_bounded_in_age()
    {
        var log = NewLog(new ResumeOptions { LogAge = TimeSpan.FromSeconds(10) });
        log.Add(Message(1), now: 0);
        log.Add(Message(2), now: 5_000);
        log.Prune(9_999);
        log.Covers(0).ShouldBeTrue();

        log.Prune(10_000);
        Lost(log, 0, ResumeReason.Age);
        Numbers(log, 1).ShouldBe([2]);

        log.Prune(15_000);
        log.Count.ShouldBe(0);
        log.Covers(2).ShouldBeTrue();
    }

    [Fact]
    public void All_logs_together_are_bounded_and_give_their_bytes_back()
    {
        var options = new ResumeOptions { TotalBytes = 4 * Message(1).Length };
        var (one, other) = (NewLog(options), NewLog(options));
        for (var i = 1; i <= 3; i++) one.Add(Message(i), now: 0);
        for (var i = 1; i <= 3; i++) other.Add(Message(i), now: 0);

        // The one that grows pays for it.
        one.Covers(0).ShouldBeTrue();
        Lost(other, 1, ResumeReason.Total);
        total.Count.ShouldBe(options.TotalBytes);

        one.Clear();
        other.Clear();
        total.Count.ShouldBe(0);
        one.Last.ShouldBe(3);
        one.Covers(2).ShouldBeFalse();
    }

    private static void Lost(ReplayLog log, long seen, string reason)
    {
        log.Covers(seen).ShouldBeFalse();
        log.LossReason.ShouldBe(reason);
    }

    private ReplayLog NewLog(ResumeOptions options) => new(options, total);

    private static Frame Message(int number) => Frame.Of(FrameOpcode.Text, System.Text.Encoding.UTF8.GetBytes($"{number}"));

    private static IEnumerable<int> Numbers(ReplayLog log, long seen) => log.After(seen)
        .Select(f => int.Parse(System.Text.Encoding.UTF8.GetString(f.Payload.Span), System.Globalization.CultureInfo.InvariantCulture));
}
