using Parley.Core.Rooms;

namespace Parley.Tests.Core.Rooms;

public sealed class RoomRemovalRaceTests
{
    private const int Threads = 4;
    private const int Rounds = 20_000;

    private readonly ScriptedRooms rooms = new();
    private int lost;

    [Fact]
    public async Task A_join_that_races_the_removal_of_the_empty_room_is_never_lost()
    {
        await OnThreads(me =>
        {
            // The room is empty again and again, so it is removed and made all the time.
            for (var i = 0; i < Rounds; i++)
            {
                rooms.Rooms.Dispatch(ScriptedRooms.Id("r"), Enter(me));
                rooms.Rooms.Dispatch(ScriptedRooms.Id("r"), Leave(me));
            }
        });

        lost.ShouldBe(0);
        rooms.Made.ShouldBeGreaterThan(1);
        rooms.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_forward_that_races_it_is_never_lost_either()
    {
        await OnThreads(me =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                rooms.Do($"from{me}", (_, forwards) =>
                {
                    forwards.Add(ScriptedRooms.Id("to"), Enter(me));
                    forwards.Add(ScriptedRooms.Id("to"), Leave(me));
                });
            }
        });

        lost.ShouldBe(0);
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

    private static Command Enter(int me) => ScriptedRoom.Do(room => room.Inside.Add(me));

    /// <summary>Who entered has to be there: otherwise the room it entered was not the one that everybody finds.</summary>
    private Command Leave(int me) => ScriptedRoom.Do(room =>
    {
        if (!room.Inside.Remove(me)) Interlocked.Increment(ref lost);
    });

    private static Task OnThreads(Action<int> work) =>
        Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => work(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
}
