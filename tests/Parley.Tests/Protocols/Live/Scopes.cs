using Parley.Protocols.Live;

namespace Parley.Tests.Protocols.Live;

/// <summary>Which rooms a client reaches: no name that people make up leads into a zone's room, nor the other way round.</summary>
public sealed class Scopes
{
    [Fact]
    public void A_token_for_the_SFU_reaches_the_room_of_its_zone_by_the_zones_id_and_nothing_else()
    {
        var scope = LiveScope.OfZone(new LiveZone("acme", "office", "meet"));

        scope.RoomOf("meet")!.Value.ToString().ShouldBe("live:zone/office/meet");
        foreach (var other in new[] { "hall", "office/meet", "zone/office/meet", "room/meet", "MEET", "" }) scope.RoomOf(other).ShouldBeNull(other);
    }

    [Theory]
    [InlineData("meet")]
    [InlineData("zone/office/meet")]
    [InlineData("../zone/office/meet")]
    public void Any_other_token_reaches_no_zones_room(string rid)
    {
        LiveScope.Plain.RoomOf(rid)!.Value.Key.ShouldBe($"room/{rid}");
    }

    [Fact]
    public void No_two_zones_of_any_worlds_have_one_room()
    {
        var rooms = new[] { ("a", "b/c"), ("a/b", "c"), ("a%2Fb", "c"), ("A", "b/c"), ("a", "b%2Fc") }
            .Select(z => LiveScope.OfZone(new LiveZone("acme", z.Item1, z.Item2)).RoomOf(z.Item2)).ToArray();

        rooms.Distinct().Count().ShouldBe(rooms.Length);
    }
}
