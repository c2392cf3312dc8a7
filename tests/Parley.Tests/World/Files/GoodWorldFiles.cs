using System.Text;
using Parley.Protocols.World;

namespace Parley.Tests.World.Files;

public sealed class GoodWorldFiles
{
    [Fact]
    public void What_the_file_says_is_what_the_map_has()
    {
        var map = WorldText.Map();

        (map.WorldId, map.WorkspaceId, map.Version, map.Name).ShouldBe(("hq", "acme", "3", "Headquarters"));
        (map.Width, map.Height).ShouldBe((10, 6));
        map.Zones.Select(z => $"{z.Index} {z.Id} {z.Name} {z.Type}").ShouldBe(
            ["0 hall Hall OpenArea", "1 team team TeamArea", "2 booth booth PrivateRoom", "3 meeting meeting MeetingRoom"]);
        map.Zones.Select(z => z.Overrides).ShouldBe([ZoneOverrides.None, new(5, null, null), new(null, true, 2), ZoneOverrides.None]);
        map.SpawnPoints.ShouldBe([new(1.5, 1.5), new(5, 1)]);
        (map.Spawn, map.SpawnZone.Id).ShouldBe((new Position(1.5, 1.5), "hall"));
    }

    [Fact]
    public void Doors_know_their_zone_and_who_may_cross_them()
    {
        var map = WorldText.Map();

        map.Doors.Select(d => $"{d.Id} {d.LeadsTo.Id} {d.Access} {string.Join('+', d.AllowedRoles)}").ShouldBe(
            ["entrance hall Public ", "to-team team Public ", "to-meeting meeting Restricted Admin+Editor"]);
        map.Doors[2].Admits(["Guest", "Editor"]).ShouldBeTrue();
        map.Doors[2].Admits(["Guest"]).ShouldBeFalse();
        map.Doors[0].Admits([]).ShouldBeTrue();
        (map.Zone("meeting")!.Admits(["Member"]), map.Zone("meeting")!.Admits(["Admin"])).ShouldBe((false, true));
        map.Zone("booth")!.Admits([]).ShouldBeTrue("no door holds anybody");
    }

    [Fact]
    public void A_closed_door_is_nobodys()
    {
        var map = WorldText.Map(w => w["doors"]![0]!["access"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "closed" });

        map.Doors[0].Admits(WorldRoles.All.ToArray()).ShouldBeFalse();
    }

    [Fact]
    public void Objects_know_what_they_need_and_what_belongs_to_them()
    {
        var map = WorldText.Map();

        map.Objects.Select(o => $"{o.Id} {o.Type} {o.Single} {o.Action}").ShouldBe(
            ["chair chair True sit", "desk desk False use", "board whiteboard True attach", "plant plant False "]);
        map.Object("chair")!.LinkedObjects.ShouldBe(["desk"]);
        map.Object("desk")!.Requires.ShouldBe(["chair"]);
        map.Object("board")!.Requires.ShouldBeEmpty();
        map.Object("board")!.AllowedRoles.ShouldBe(["Admin", "Editor"]);
        (map.Object("board")!.Admits(["Member"]), map.Object("board")!.Admits(["Admin"])).ShouldBe((false, true));
        map.Object("nothing").ShouldBeNull();
    }

    [Fact]
    public void What_may_be_left_out_may()
    {
        var map = WorldText.Map(w =>
        {
            foreach (var name in new[] { "meta", "doors", "objects" }) w.Remove(name);
            w["map"]!.AsObject().Remove("tileSet");
        });

        (map.Name, map.Doors.Count, map.Objects.Count).ShouldBe(("hq", 0, 0));
    }

    [Fact]
    public void A_version_may_be_a_text() => WorldText.Map(w => w["version"] = "2026-11-21").Version.ShouldBe("2026-11-21");

    [Fact]
    public void A_null_is_as_good_as_a_field_that_is_left_out() =>
        WorldText.Map(w => w["zones"]![0]!["overrides"] = null).Zones[0].Overrides.ShouldBe(ZoneOverrides.None);

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        WorldFileReader.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(WorldText.Good().ToJsonString())], "hq.json").Map.ShouldNotBeNull();

    [Fact]
    public void The_file_is_kept_as_it_was_given_and_much_smaller()
    {
        var text = WorldText.Good().ToJsonString();

        var json = WorldText.Map().Json;

        Encoding.UTF8.GetString(json.Unpack()).ShouldBe(text);
        json.Gzipped.Length.ShouldBeLessThan(text.Length / 2);
        json.Hash.ShouldNotBe(WorldText.Map(w => w["version"] = 4).Json.Hash);
    }

    [Fact]
    public void Flips_in_the_upper_bits_of_a_tile_are_taken() =>
        WorldText.Map(w => w["map"]!["layers"]![1]!["tiles"]![55] = 0xE000_0001).Blocks(new Tile(5, 5)).ShouldBeTrue();
}
