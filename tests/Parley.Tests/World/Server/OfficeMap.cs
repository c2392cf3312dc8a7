using System.Text;
using System.Text.Json;
using Parley.Protocols.World;
using Parley.Server.Worlds;

namespace Parley.Tests.World.Server;

/// <summary>The example office is a place that one can live in.</summary>
public sealed class OfficeMap
{
    private static readonly WorldMap Office = ExampleOffice.Read();

    [Fact]
    public void It_has_no_faults_and_no_warnings()
    {
        var result = WorldFileReader.Read(ExampleOffice.Json(), "office.json");

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
        (Office.WorldId, Office.WorkspaceId).ShouldBe(("office", "demo"));
    }

    [Fact]
    public void It_has_zones_of_all_types_a_private_room_within_a_teams_area_and_a_door_for_some_roles_only()
    {
        Office.Zones.Select(z => z.Type).Distinct().Order().ShouldBe(Enum.GetValues<ZoneType>());
        Office.Zones.Count(z => z.Type == ZoneType.MeetingRoom).ShouldBeGreaterThanOrEqualTo(2);
        var focus = Office.Zone("focus")!;
        (focus.Type, Office.Zone("engineering")!.Bounds.Contains(focus.Bounds)).ShouldBe((ZoneType.PrivateRoom, true));
        var director = Office.Doors.Where(d => d.Access == DoorAccess.Restricted).ShouldHaveSingleItem();
        (director.LeadsTo.Id, director.Admits(["Member"]), director.Admits(["Admin"])).ShouldBe(("director", false, true));
    }

    [Fact]
    public void Every_zone_can_be_walked_to_through_its_door_and_through_nothing_else()
    {
        var everywhere = Walk(_ => true);
        var withoutDoors = Walk(t => Office.DoorAt(t) is null);

        Office.Zones.ShouldAllBe(z => everywhere.Any(t => Office.ZoneAt(t) == z));
        Office.Zones.Where(z => withoutDoors.Any(t => Office.ZoneAt(t) == z)).Select(z => z.Id).ShouldBe(["lobby"]);
        Office.Doors.ShouldAllBe(d => d.Bounds.Tiles().All(t => !Office.Blocks(t) && everywhere.Contains(t)));
    }

    [Fact]
    public void Whoever_walks_is_always_in_a_zone() => Walk(_ => true).ShouldAllBe(t => Office.ZoneAt(t) != null);

    [Fact]
    public void Every_seat_can_be_sat_on_and_everything_else_that_can_be_used_can_be_reached()
    {
        var ground = Walk(_ => true);

        foreach (var thing in Office.Objects.Where(o => o.Action is not null))
        {
            var tile = thing.Position.Tile;
            if (thing.Action == "sit") (ground.Contains(tile), thing.Single).ShouldBe((true, true), thing.Id);
            else ground.Any(t => Math.Abs(t.X - tile.X) <= 1 && Math.Abs(t.Y - tile.Y) <= 2).ShouldBeTrue(thing.Id);
        }

        Office.Objects.Where(o => o.Requires.Count > 0).ShouldAllBe(o => o.Requires.All(r => Office.Object(r)!.Single));
    }

    [Fact]
    public void What_blocks_beside_the_walls_is_a_thing_that_stands_there()
    {
        var covered = Office.Objects.SelectMany(o => Covers(o)).ToHashSet();

        Layer("furniture").ShouldAllBe(t => covered.Contains(t.Tile));
        Layer("windows").ShouldAllBe(w => Layer("walls").Any(t => t.Tile == w.Tile));
    }

    [Fact]
    public void Every_number_of_its_tiles_has_a_meaning_written_in_it()
    {
        var meanings = Document().GetProperty("meta").GetProperty("tiles");
        foreach (var layer in Document().GetProperty("map").GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("id").GetString()!))
            Layer(layer).Select(t => t.Number).Distinct().Where(n => !Knows(meanings.GetProperty(layer), n)).ShouldBeEmpty(layer);
        Layer("floor").Select(t => t.Number).Distinct().Order().ShouldBe([1u, 2u, 3u, 5u]);

        static bool Knows(JsonElement layer, uint number) => layer.TryGetProperty($"{number}", out _);
    }

    [Fact]
    public void There_are_several_places_to_come_in() =>
        Office.SpawnPoints.Select(s => Office.ZoneAt(s.Tile)!.Id).ShouldBe(["lobby", "lobby", "lobby"]);

    [Fact]
    public void The_page_about_worlds_shows_a_world_that_is_one()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "worlds.md"));
        var begin = page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;

        var result = WorldFileReader.Read(Encoding.UTF8.GetBytes(page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]), "worlds.md");

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
    }

    private static JsonElement Document() => JsonElement.Parse(ExampleOffice.Json());

    private static IEnumerable<(Tile Tile, uint Number)> Layer(string id) => Document().GetProperty("map").GetProperty("layers").EnumerateArray()
        .Single(l => l.GetProperty("id").GetString() == id).GetProperty("tiles").EnumerateArray()
        .Select((n, i) => (new Tile(i % Office.Width, i / Office.Width), n.GetUInt32())).Where(t => t.Item2 != 0);

    private static IEnumerable<Tile> Covers(MapObject thing)
    {
        var meta = Document().GetProperty("objects").EnumerateArray().Single(o => o.GetProperty("id").GetString() == thing.Id);
        var size = meta.TryGetProperty("meta", out var own) ? own : default;
        return new TileBounds(thing.Position.Tile.X, thing.Position.Tile.Y, Of("width"), Of("height")).Tiles();

        int Of(string name) => size.ValueKind == JsonValueKind.Object && size.TryGetProperty(name, out var value) ? value.GetInt32() : 1;
    }

    /// <summary>Where one gets to from the entrance by tiles side by side.</summary>
    private static HashSet<Tile> Walk(Func<Tile, bool> may)
    {
        HashSet<Tile> seen = [Office.Spawn.Tile];
        var ahead = new Queue<Tile>(seen);
        while (ahead.TryDequeue(out var tile))
        {
            Tile[] around = [new(tile.X + 1, tile.Y), new(tile.X - 1, tile.Y), new(tile.X, tile.Y + 1), new(tile.X, tile.Y - 1)];
            foreach (var next in around.Where(t => !Office.Blocks(t) && may(t) && seen.Add(t))) ahead.Enqueue(next);
        }

        return seen;
    }
}
