using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Time;

namespace Parley.Tests.Core.Limits;

public sealed class RateGuardTests
{
    private readonly ManualTimeProvider time = new();
    private readonly Clock clock;

    public RateGuardTests() => clock = new Clock(time);

    [Fact]
    public void A_connection_may_send_200_at_once_and_50_a_second_after_that()
    {
        var guard = NewGuard();
        CountAdmitted(guard, MessageKind.Offer, 200).ShouldBe(200);

        time.Advance(TimeSpan.FromSeconds(1));
        CountAdmitted(guard, MessageKind.Offer, 55).ShouldBe(50);
    }

    [Theory]
    [InlineData(MessageKind.Candidate)]
    [InlineData(MessageKind.EndOfCandidates)]
    public void Candidates_count_a_quarter(MessageKind kind)
    {
        CountAdmitted(NewGuard(), kind, 810).ShouldBe(800);
    }

    [Fact]
    public void Every_other_kind_counts_whole()
    {
        foreach (var kind in Enum.GetValues<MessageKind>())
        {
            if (kind is MessageKind.Candidate or MessageKind.EndOfCandidates) continue;
            CountAdmitted(NewGuard(), kind, 210).ShouldBe(200, kind.ToString());
        }
    }

    [Fact]
    public void All_connections_of_a_user_together_may_send_what_one_may()
    {
        var user = new TokenBucket(RateLimits.Default, clock.Milliseconds);
        var guards = Enumerable.Range(0, 4).Select(_ => NewGuard()).ToList();
        foreach (var guard in guards) guard.ShareWith(user);

        guards.Sum(guard => CountAdmitted(guard, MessageKind.Signal, 60)).ShouldBe(200);
    }

    [Fact]
    public async Task On_as_many_threads_as_they_like()
    {
        for (var round = 0; round < 20; round++)
        {
            var user = new TokenBucket(RateLimits.Default, clock.Milliseconds);
            var admitted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                var guard = NewGuard();
                guard.ShareWith(user);
                return CountAdmitted(guard, MessageKind.Candidate, 800);
            })));

            admitted.Sum().ShouldBe(800);
        }
    }

    [Fact]
    public void What_the_user_s_bucket_refused_does_not_cost_the_connection()
    {
        var user = new TokenBucket(RateLimits.Default with { Burst = 1 }, clock.Milliseconds);
        var guard = NewGuard();
        guard.ShareWith(user);
        CountAdmitted(guard, MessageKind.Signal, 15).ShouldBe(1);

        guard.ShareWith(new TokenBucket(RateLimits.Default with { Burst = 1000 }, clock.Milliseconds));

        CountAdmitted(guard, MessageKind.Signal, 202).ShouldBe(199);
    }

    [Fact]
    public void A_refusal_says_when_to_come_back()
    {
        var guard = NewGuard();
        CountAdmitted(guard, MessageKind.Signal, 200);

        var verdict = guard.Admit(MessageKind.Signal);
        verdict.Admitted.ShouldBeFalse();
        verdict.CloseNow.ShouldBeFalse();
        verdict.RetryAfterMilliseconds.ShouldBe(20);

        time.Advance(TimeSpan.FromMilliseconds(verdict.RetryAfterMilliseconds));
        guard.Admit(MessageKind.Signal).Admitted.ShouldBeTrue();
    }

    private RateGuard NewGuard() => new(clock, RateLimits.Default);

    private static int CountAdmitted(RateGuard guard, MessageKind kind, int sent) =>
        Enumerable.Range(0, sent).Count(_ => guard.Admit(kind).Admitted);
}
