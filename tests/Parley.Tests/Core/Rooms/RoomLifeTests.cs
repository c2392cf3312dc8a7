namespace Parley.Tests.Core.Rooms;

public sealed class RoomLifeTests
{
    private readonly ScriptedRooms rooms = new();

    [Fact]
    public void A_room_begins_with_its_first_command_and_has_its_name()
    {
        var name = "";
        rooms.Do("r", r =>
        {
            r.Occupied = true;
            name = r.Id.ToString();
        });

        name.ShouldBe("scripted:r");
        rooms.Count.ShouldBe(1);
    }

    [Fact]
    public void A_room_is_the_same_one_until_it_is_empty()
    {
        rooms.Do("r", r => r.Occupied = true);
        rooms.Do("r", r => r.Occupied.ShouldBeTrue());
        rooms.Made.ShouldBe(1);

        rooms.Do("r", r => r.Occupied = false);

        rooms.Count.ShouldBe(0);
        rooms.Do("r", r => r.Occupied.ShouldBeFalse());
        rooms.Made.ShouldBe(2);
    }

    [Fact]
    public void A_command_that_leaves_a_new_room_empty_leaves_no_room()
    {
        rooms.Do("r", _ => { });

        rooms.Count.ShouldBe(0);
    }

    [Fact]
    public void Rooms_are_counted_by_kind()
    {
        for (var i = 0; i < 3; i++) rooms.Do($"r{i}", r => r.Occupied = true);

        rooms.Rooms.CountByKind().ShouldBe([KeyValuePair.Create(ScriptedRooms.Kind, 3)]);
    }

    [Fact]
    public void A_room_that_failed_at_its_first_command_is_not_left_behind()
    {
        Should.Throw<InvalidOperationException>(() => rooms.Do("r", _ => throw new InvalidOperationException()));

        rooms.Count.ShouldBe(0);
    }
}
