namespace Parley.Tests.Core.Rooms;

public sealed class RoomRemovalRaceTests
{
    private const int Threads = 4;
    private const int Rounds = 20_000;

    private readonly ScriptedRooms rooms = new();
    private int inside;

    [Fact]
    public async Task A_join_that_races_the_removal_of_the_empty_room_is_never_lost()
    {
        var handled = 0;
        var lost = 0;
        await OnThreads(_ =>
        {
            var mine = 0;
            for (var i = 0; i < Rounds; i++)
            {
                // The room is empty again after each second command, so it is removed and made all the time.
                rooms.Do("r", r => Enter(r, ref mine, ref handled));
                if (mine == 0) Interlocked.Increment(ref lost);
                rooms.Do("r", r => Leave(r, ref mine, ref handled));
                if (mine != 0) Interlocked.Increment(ref lost);
            }
        });

        lost.ShouldBe(0);
        handled.ShouldBe(Threads * Rounds * 2);
        rooms.Made.ShouldBeGreaterThan(1);
        rooms.Count.ShouldBe(0);
        inside.ShouldBe(0);
    }

    [Fact]
    public async Task A_forward_that_races_it_is_never_lost_either()
    {
        var arrived = 0;
        await OnThreads(thread =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                rooms.Do($"from{thread}", (_, forwards) =>
                    forwards.Add(ScriptedRooms.Id("to"), ScriptedRoom.Do(_ => Interlocked.Increment(ref arrived))));
            }
        });

        arrived.ShouldBe(Threads * Rounds);
        rooms.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_room_that_is_due_while_it_is_removed_is_neither_lost_nor_woken()
    {
        var wokenAfterRemoval = 0;
        using var stop = new CancellationTokenSource();
        var ticking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) rooms.Rooms.Tick();
        });
        await OnThreads(_ =>
        {
            for (var i = 0; i < Rounds / 4; i++)
            {
                rooms.Do("r", r =>
                {
                    r.Occupied = true;
                    r.WhenDue = _ => Interlocked.Add(ref wokenAfterRemoval, r.Occupied ? 0 : 1);
                    r.WakeAt(0);
                });
                rooms.Do("r", r => r.Occupied = false);
            }
        });
        await stop.CancelAsync();
        await ticking;

        wokenAfterRemoval.ShouldBe(0);
        rooms.Count.ShouldBe(0);
    }

    // Under the room's lock; if two rooms of one name lived at once, the sum would go wrong.
    private void Enter(ScriptedRoom room, ref int mine, ref int handled)
    {
        mine++;
        inside++;
        Interlocked.Increment(ref handled);
        room.Occupied = inside > 0;
    }

    private void Leave(ScriptedRoom room, ref int mine, ref int handled)
    {
        mine--;
        inside--;
        Interlocked.Increment(ref handled);
        room.Occupied = inside > 0;
    }

    private static Task OnThreads(Action<int> work) =>
        Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
}
