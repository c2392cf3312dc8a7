using Parley.Core.Limits;
using Parley.Core.Time;

namespace Parley.Tests.Core.Limits;

public sealed class UserBucketsTests
{
    private readonly ManualTimeProvider time = new();
    private readonly Clock clock;
    private readonly UserBuckets buckets;

    public UserBucketsTests()
    {
        clock = new Clock(time);
        buckets = new UserBuckets(clock, RateLimits.Default);
    }

    [Fact]
    public void All_connections_of_one_user_get_the_same_bucket()
    {
        var first = buckets.Acquire("alice");

        buckets.Acquire("alice").ShouldBeSameAs(first);
        buckets.Acquire("bob").ShouldNotBeSameAs(first);
        buckets.Count.ShouldBe(2);
    }

    [Fact]
    public void The_last_release_forgets_the_bucket()
    {
        var first = buckets.Acquire("alice");
        buckets.Acquire("alice");

        buckets.Release("alice");
        buckets.Acquire("alice").ShouldBeSameAs(first);
        buckets.Release("alice");
        buckets.Release("alice");

        buckets.Count.ShouldBe(0);
    }

    [Fact]
    public void Connecting_anew_does_not_fill_it()
    {
        for (var i = 0; i < 200; i++) Take(buckets.Acquire("alice")).ShouldBeTrue();
        for (var i = 0; i < 200; i++) buckets.Release("alice");

        var again = buckets.Acquire("alice");

        Take(again).ShouldBeFalse();
        buckets.Release("alice");
        buckets.Count.ShouldBe(1);
    }

    [Fact]
    public void It_is_forgotten_once_it_is_full_again()
    {
        for (var i = 0; i < 100; i++) Take(buckets.Acquire("alice"));
        for (var i = 0; i < 100; i++) buckets.Release("alice");

        time.Advance(TimeSpan.FromMilliseconds(1999));
        buckets.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromMilliseconds(1));

        buckets.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Users_that_come_and_go_on_many_threads_leave_nothing_behind()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                var user = $"user {(i + thread) % 7}";
                var bucket = buckets.Acquire(user);
                buckets.Acquire(user).ShouldBeSameAs(bucket);
                buckets.Release(user);
                buckets.Release(user);
            }
        })));

        buckets.Count.ShouldBe(0);
    }

    private bool Take(TokenBucket bucket) => bucket.TryTake(TokenBucket.WholeMessage, clock.Milliseconds, out _);
}
