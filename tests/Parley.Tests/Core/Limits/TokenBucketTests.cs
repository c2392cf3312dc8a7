using Parley.Core.Limits;

namespace Parley.Tests.Core.Limits;

public sealed class TokenBucketTests
{
    private readonly TokenBucket bucket = new(RateLimits.Default, now: 1000);

    [Fact]
    public void It_is_full_at_first_and_then_empty()
    {
        TakeMessages(at: 1000).ShouldBe(200);
    }

    [Fact]
    public void It_fills_by_50_messages_a_second()
    {
        TakeMessages(at: 1000);

        TakeMessages(at: 1019).ShouldBe(0);
        TakeMessages(at: 1020).ShouldBe(1);
        TakeMessages(at: 2020).ShouldBe(50);
    }

    [Fact]
    public void It_never_holds_more_than_a_burst()
    {
        TakeMessages(at: 1000);

        TakeMessages(at: 3_600_000).ShouldBe(200);
    }

    [Fact]
    public void It_says_when_there_will_be_enough()
    {
        TakeMessages(at: 1000);
        bucket.TryTake(TokenBucket.WholeMessage, 1000, out var retryAfter).ShouldBeFalse();

        retryAfter.ShouldBe(20);
        bucket.TryTake(TokenBucket.WholeMessage, 1000 + retryAfter - 1, out _).ShouldBeFalse();
        bucket.TryTake(TokenBucket.WholeMessage, 1000 + retryAfter, out retryAfter).ShouldBeTrue();
        retryAfter.ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_seems_to_go_back_takes_nothing_and_gives_nothing()
    {
        TakeMessages(at: 1000);

        TakeMessages(at: 500).ShouldBe(0);
        TakeMessages(at: 1000).ShouldBe(0);
    }

    [Fact]
    public void What_is_returned_can_be_taken_again_but_never_more_than_a_burst()
    {
        bucket.Return(TokenBucket.WholeMessage);
        TakeMessages(at: 1000).ShouldBe(200);

        bucket.Return(TokenBucket.WholeMessage);
        TakeMessages(at: 1000).ShouldBe(1);
    }

    private int TakeMessages(long at)
    {
        var taken = 0;
        while (bucket.TryTake(TokenBucket.WholeMessage, at, out _)) taken++;
        return taken;
    }
}
