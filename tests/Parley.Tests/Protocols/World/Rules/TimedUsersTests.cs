using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

public sealed class TimedUsersTests
{
    private readonly TimedUsers muted = new();

    [Fact]
    public void It_holds_until_its_time_and_ends_by_itself()
    {
        muted.Put("alice", 5_000);

        muted.Remaining("alice", 0).ShouldBe(5_000);
        muted.Remaining("alice", 4_999).ShouldBe(1);
        muted.Remaining("alice", 5_000).ShouldBe(0);
        muted.Remaining("Alice", 0).ShouldBe(0);
        muted.Expire(4_999).ShouldBeEmpty();
        muted.Expire(5_000).ShouldBe(["alice"]);
        muted.Count.ShouldBe(0);
        muted.Expire(9_000).ShouldBeEmpty();
    }

    [Fact]
    public void The_last_word_counts_longer_or_shorter()
    {
        muted.Put("alice", 5_000);
        muted.Put("alice", 2_000);
        muted.Put("bob", 3_000);
        muted.DueAt.ShouldBe(2_000);

        muted.Put("alice", 8_000);

        muted.DueAt.ShouldBe(3_000);
        muted.Expire(5_000).ShouldBe(["bob"]);
        muted.Remaining("alice", 5_000).ShouldBe(3_000);
        muted.DueAt.ShouldBe(8_000);
    }
}
