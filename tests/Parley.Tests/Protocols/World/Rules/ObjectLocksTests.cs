using Parley.Core.Identity;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

public sealed class ObjectLocksTests
{
    private readonly ObjectLocks locks = new(new OrderedUuids(new ManualTimeProvider()), TimeSpan.FromSeconds(10));

    [Fact]
    public void The_first_who_comes_holds_it_and_the_next_does_not_get_it()
    {
        var taken = locks.TryTake("chair", "alice", 0, out var isNew).ShouldNotBeNull();

        isNew.ShouldBeTrue();
        (taken.ObjectId, taken.UserId).ShouldBe(("chair", "alice"));
        locks.TryTake("chair", "bob", 0, out _).ShouldBeNull();
        locks.Holds("alice", "chair").ShouldBeTrue();
        locks.Holds("bob", "chair").ShouldBeFalse();
    }

    [Fact]
    public void Who_asks_again_for_what_it_holds_gets_the_same_lock()
    {
        var taken = locks.TryTake("chair", "alice", 0, out _);

        locks.TryTake("chair", "alice", 1, out var isNew).ShouldBe(taken);
        isNew.ShouldBeFalse();
    }

    [Fact]
    public void A_newer_grant_has_a_greater_token_whatever_object_it_is_of()
    {
        var before = locks.TryTake("chair", "alice", 0, out _)!.LockId.ToString();
        locks.ReleaseAll("alice");

        foreach (var (thing, user) in new[] { ("chair", "bob"), ("desk", "alice"), ("board", "carol") })
        {
            var next = locks.TryTake(thing, user, 0, out _)!.LockId.ToString();
            string.CompareOrdinal(next, before).ShouldBePositive();
            before = next;
        }
    }

    [Fact]
    public void Only_the_holder_ends_it_and_only_with_its_own_token()
    {
        var old = locks.TryTake("chair", "alice", 0, out _)!;
        locks.TryEnd("chair", "alice", old.LockId).ShouldBeTrue();
        var taken = locks.TryTake("chair", "alice", 0, out _)!;

        locks.TryEnd("chair", "alice", old.LockId).ShouldBeFalse("a token of before");
        locks.TryEnd("chair", "bob", taken.LockId).ShouldBeFalse("somebody else's");
        locks.TryEnd("desk", "alice", taken.LockId).ShouldBeFalse("another object");
        locks.TryEnd("chair", "alice", Guid.Empty).ShouldBeFalse("made up");
        locks.TryEnd("chair", "alice", taken.LockId).ShouldBeTrue();

        locks.Find("chair").ShouldBeNull();
        locks.TryEnd("chair", "alice", taken.LockId).ShouldBeFalse("it has ended");
    }

    [Fact]
    public void A_lease_ends_10_s_after_the_last_presence()
    {
        locks.TryTake("chair", "alice", 0, out _);
        locks.DueAt.ShouldBe(10_000);
        locks.Renew("alice", 4_000);
        locks.Renew("bob", 9_000);

        locks.DueAt.ShouldBe(14_000);
        locks.Expire(13_999).ShouldBeEmpty();
        locks.Expire(14_000, isSpared: _ => true).ShouldBeEmpty();
        locks.Expire(23_999).ShouldBeEmpty();
        locks.Expire(24_000).ShouldHaveSingleItem().ObjectId.ShouldBe("chair");
        locks.Find("chair").ShouldBeNull();
        locks.DueAt.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void All_that_one_holds_ends_with_its_lease_and_nothing_of_others()
    {
        locks.TryTake("chair", "alice", 0, out _);
        locks.TryTake("desk", "alice", 0, out _);
        locks.TryTake("board", "bob", 5_000, out _);

        locks.Expire(10_000).Select(l => l.ObjectId).ShouldBe(["chair", "desk"], ignoreOrder: true);
        locks.Held.ShouldHaveSingleItem().ObjectId.ShouldBe("board");
    }

    [Fact]
    public void What_is_out_of_reach_is_released_and_what_is_not_stays()
    {
        locks.TryTake("chair", "alice", 0, out _);
        locks.TryTake("desk", "alice", 0, out _);
        locks.TryTake("board", "bob", 0, out _);

        locks.Release("alice", l => l.ObjectId is "chair" or "board").ShouldHaveSingleItem().ObjectId.ShouldBe("chair");

        locks.Held.Select(l => l.ObjectId).ShouldBe(["desk", "board"], ignoreOrder: true);
        locks.Release("carol", _ => true).ShouldBeEmpty();
        locks.DueAt.ShouldBe(10_000, "alice holds the desk");
    }

    [Fact]
    public void What_a_map_has_lost_is_released_whoever_holds_it()
    {
        locks.TryTake("chair", "alice", 0, out _);
        locks.TryTake("desk", "bob", 0, out _);

        locks.ReleaseAny(l => l.ObjectId == "desk").ShouldHaveSingleItem().UserId.ShouldBe("bob");

        locks.Held.ShouldHaveSingleItem().UserId.ShouldBe("alice");
    }
}
