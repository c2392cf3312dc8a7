namespace Parley.Tests.Core.Rooms;

public sealed class RoomTickTests
{
    private readonly ScriptedRooms rooms = new();
    private readonly List<long> woken = [];

    [Fact]
    public void A_room_is_woken_when_it_is_due_and_not_before()
    {
        WakeAt("r", 5000);
        rooms.Time.Advance(TimeSpan.FromMilliseconds(4999));
        rooms.Rooms.Tick();
        woken.ShouldBeEmpty();

        rooms.Time.Advance(TimeSpan.FromMilliseconds(1));
        rooms.Rooms.Tick();
        rooms.Rooms.Tick();

        woken.ShouldBe([5000]);
    }

    [Fact]
    public void A_room_with_nothing_due_is_left_alone()
    {
        rooms.Do("r", r =>
        {
            r.Occupied = true;
            r.WhenDue = woken.Add;
        });
        rooms.Time.Advance(TimeSpan.FromDays(1));
        rooms.Rooms.Tick();

        woken.ShouldBeEmpty();
    }

    [Fact]
    public void A_room_that_becomes_empty_when_it_is_woken_is_removed()
    {
        rooms.Do("r", r =>
        {
            r.Occupied = true;
            r.WhenDue = _ => r.Occupied = false;
            r.WakeAt(0);
        });
        rooms.Count.ShouldBe(1);

        rooms.Rooms.Tick();

        rooms.Count.ShouldBe(0);
    }

    [Fact]
    public void One_that_fails_does_not_keep_the_others_from_their_turn()
    {
        foreach (var room in new[] { "a", "b", "c" })
        {
            rooms.Do(room, r =>
            {
                r.Occupied = true;
                r.WhenDue = now =>
                {
                    woken.Add(now);
                    throw new InvalidOperationException(room);
                };
                r.WakeAt(0);
            });
        }

        var failures = Should.Throw<AggregateException>(() => rooms.Rooms.Tick());

        failures.InnerExceptions.Select(f => f.Message).ShouldBe(["a", "b", "c"], ignoreOrder: true);
        woken.Count.ShouldBe(3);
    }

    [Fact]
    public void What_a_woken_room_leaves_for_others_reaches_them()
    {
        var reached = "";
        rooms.Do("r", r =>
        {
            r.Occupied = true;
            r.ForwardsWhenDue = forwards =>
                forwards.Add(ScriptedRooms.Id("other"), ScriptedRoom.Do(o => reached = o.Id.Key));
            r.WakeAt(0);
        });

        rooms.Rooms.Tick();

        reached.ShouldBe("other");
    }

    [Fact]
    public void Every_room_that_is_due_is_woken_by_one_tick()
    {
        for (var i = 0; i < 50; i++) WakeAt($"r{i}", i % 2 == 0 ? 1000 : 2000);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));

        rooms.Rooms.Tick();

        woken.Count.ShouldBe(25);
    }

    private void WakeAt(string room, long milliseconds) => rooms.Do(room, r =>
    {
        r.Occupied = true;
        r.WhenDue = woken.Add;
        r.WakeAt(milliseconds);
    });
}
