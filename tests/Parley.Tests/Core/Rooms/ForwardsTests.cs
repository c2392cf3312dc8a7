using Parley.Core.Rooms;

namespace Parley.Tests.Core.Rooms;

public sealed class ForwardsTests
{
    private readonly ScriptedRooms rooms = new();
    private readonly List<string> handled = [];

    [Fact]
    public void A_forward_runs_after_the_lock_of_the_room_that_left_it_is_released()
    {
        var reached = false;
        rooms.Do("a", (_, forwards) =>
        {
            forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do(_ =>
            {
                // Another thread gets into the first room while this one is in the second.
                var other = Task.Run(() => rooms.Do("a", _ => reached = true));
                other.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("the first room was still locked");
            }));
            reached.ShouldBeFalse();
        });

        reached.ShouldBeTrue();
    }

    [Fact]
    public void Forwards_run_in_the_order_they_were_left()
    {
        rooms.Do("a", (_, forwards) =>
        {
            forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do((_, more) =>
            {
                handled.Add("b1");
                more.Add(ScriptedRooms.Id("a"), ScriptedRoom.Do(_ => handled.Add("a2")));
            }));
            forwards.Add(ScriptedRooms.Id("c"), ScriptedRoom.Do(_ => handled.Add("c1")));
            forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do(_ => handled.Add("b2")));
            handled.Add("a1");
        });

        handled.ShouldBe(["a1", "b1", "c1", "b2", "a2"]);
    }

    [Fact]
    public void Commands_of_one_thread_to_one_room_are_handled_in_their_order()
    {
        for (var i = 0; i < 100; i++)
        {
            var text = $"{i}";
            rooms.Do("a", (_, forwards) => forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do(_ => handled.Add(text))));
        }

        handled.ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Two_rooms_that_forward_to_each_other_never_wait_for_each_other()
    {
        var arrived = 0;
        Task FloodAsync(string from, string to) => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                rooms.Do(from, (_, forwards) => forwards.Add(
                    ScriptedRooms.Id(to), ScriptedRoom.Do(_ => Interlocked.Increment(ref arrived))));
            }
        });

        await Task.WhenAll(FloodAsync("a", "b"), FloodAsync("b", "a"));

        arrived.ShouldBe(40_000);
    }

    [Fact]
    public void Rooms_that_answer_each_other_for_ever_are_stopped_and_leave_nothing_for_the_next_command()
    {
        var answers = 0;
        void Answer(Forwards forwards)
        {
            answers++;
            forwards.Add(ScriptedRooms.Id("a"), ScriptedRoom.Do((_, more) => Answer(more)));
        }

        rooms.Do("a", (_, forwards) => Answer(forwards));
        answers.ShouldBeGreaterThan(1000);

        var before = answers;
        rooms.Do("b", _ => { });
        answers.ShouldBe(before);
    }

    [Fact]
    public void What_a_failing_command_left_behind_is_not_run_by_somebody_else_s_command()
    {
        Should.Throw<InvalidOperationException>(() => rooms.Do("a", (_, forwards) =>
        {
            forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do(_ => handled.Add("left behind")));
            throw new InvalidOperationException("on purpose");
        }));

        // Another server in the same process, on the same thread.
        new ScriptedRooms().Do("c", _ => handled.Add("own"));

        handled.ShouldBe(["own"]);
    }

    [Fact]
    public void A_command_dispatched_from_within_another_runs_at_once_and_keeps_the_forwards_apart()
    {
        rooms.Do("a", (_, forwards) =>
        {
            forwards.Add(ScriptedRooms.Id("b"), ScriptedRoom.Do(_ => handled.Add("outer forward")));
            new ScriptedRooms().Do("c", (_, inner) =>
                inner.Add(ScriptedRooms.Id("d"), ScriptedRoom.Do(_ => handled.Add("inner forward"))));
            handled.Add("outer");
        });

        handled.ShouldBe(["inner forward", "outer", "outer forward"]);
    }
}
