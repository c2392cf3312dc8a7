using FsCheck;
using FsCheck.Fluent;
using Parley.Core.Identity;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>Locks beside the simplest thing that could be right: a list of who took what, and when each user was heard of.</summary>
public sealed class ObjectLocksModelTests
{
    private const int Lease = 10_000;

    private enum Act
    {
        Take,
        End,
        EndWithAnOldToken,
        Renew,
        ReleaseAll,
        ReleaseOne,
        Expire,
    }

    [Fact]
    public void An_object_has_one_holder_whose_lease_goes_on_and_tokens_only_grow()
    {
        var steps = Gen.Choose(0, 6).SelectMany(act => Gen.Choose(0, 3).SelectMany(user => Gen.Choose(0, 4).SelectMany(thing =>
            Gen.Choose(0, 4_000).Select(wait => ((Act)act, $"user{user}", $"thing{thing}", wait))))).ArrayOf(80);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(steps.ToArbitrary(), Run));
    }

    private static void Run((Act Act, string User, string Thing, int Wait)[] steps)
    {
        var locks = new ObjectLocks(new OrderedUuids(new ManualTimeProvider()), TimeSpan.FromMilliseconds(Lease));
        var holders = new Dictionary<string, (string User, Guid Token)>();
        var heard = new Dictionary<string, long>();
        var (now, newest, old) = (0L, "", Guid.Empty);

        foreach (var (act, user, thing, wait) in steps)
        {
            now += wait;
            // What is due comes first, as it does in a room.
            locks.Expire(now).Select(l => l.ObjectId).ShouldBe(
                holders.Where(h => heard[h.Value.User] + Lease <= now).Select(h => h.Key), ignoreOrder: true);
            foreach (var (gone, _) in holders.Where(h => heard[h.Value.User] + Lease <= now).ToArray()) holders.Remove(gone);

            switch (act)
            {
                case Act.Take:
                    var taken = locks.TryTake(thing, user, now, out var isNew);
                    (taken is null).ShouldBe(holders.TryGetValue(thing, out var holder) && holder.User != user);
                    if (taken is null) break;
                    isNew.ShouldBe(!holders.ContainsKey(thing));
                    if (isNew) string.CompareOrdinal(taken.LockId.ToString(), newest).ShouldBePositive();
                    if (isNew) newest = taken.LockId.ToString();
                    holders[thing] = (user, taken.LockId);
                    heard[user] = now;
                    break;
                case Act.End when holders.TryGetValue(thing, out var held):
                    locks.TryEnd(thing, user, held.Token).ShouldBe(held.User == user);
                    if (held.User == user) (old, _) = (held.Token, holders.Remove(thing));
                    break;
                case Act.EndWithAnOldToken:
                    locks.TryEnd(thing, user, old).ShouldBeFalse();
                    break;
                case Act.Renew:
                    locks.Renew(user, now);
                    heard[user] = now;
                    break;
                case Act.ReleaseAll:
                    locks.ReleaseAll(user).Select(l => l.ObjectId).ShouldBe(
                        holders.Where(h => h.Value.User == user).Select(h => h.Key), ignoreOrder: true);
                    foreach (var (gone, _) in holders.Where(h => h.Value.User == user).ToArray()) holders.Remove(gone);
                    break;
                case Act.ReleaseOne:
                    var released = locks.Release(user, l => l.ObjectId == thing);
                    released.Count.ShouldBe(holders.TryGetValue(thing, out var of) && of.User == user ? 1 : 0);
                    if (released.Count == 1) holders.Remove(thing);
                    break;
            }

            locks.Held.Select(l => (l.ObjectId, l.UserId, l.LockId))
                .ShouldBe(holders.Select(h => (h.Key, h.Value.User, h.Value.Token)), ignoreOrder: true);
            locks.DueAt.ShouldBe(holders.Count == 0 ? long.MaxValue : holders.Values.Min(h => heard[h.User]) + Lease);
        }
    }
}
