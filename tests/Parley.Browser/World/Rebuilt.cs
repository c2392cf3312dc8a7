using System.Net;
using System.Text.Json.Nodes;
using Parley.Browser.Hosting;

namespace Parley.Browser.World;

/// <summary>The office is edited while people are in it: nobody is dropped, nobody stands in a wall, and all see the new one.</summary>
public sealed class Rebuilt(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    private const string Keep = "() => { globalThis.kept = [...parley.calls.active.values()].map(call => call.pc) }";
    private const string Kept = "() => [...parley.calls.active.values()].every(call => kept.includes(call.pc))";
    private const string IsWall = "([x, y]) => parley.office.world.map.blocks(x, y)";

    [Fact]
    public async Task Who_stands_where_a_wall_comes_is_moved_and_everybody_sees_the_wall()
    {
        var (ada, ben) = (await EnterAsync("ada"), await EnterAsync("ben"));
        await SeeEachOtherAsync(ada, ben);
        foreach (var person in (Person[])[ada, ben]) await person.Page.EvaluateAsync(Keep);
        var place = await TileOfAsync(ben, ben);
        var tile = place.Split(',').Select(int.Parse).ToArray();

        (await PutOfficeAsync(world => Wall(world, tile[0], tile[1]))).ShouldBe(HttpStatusCode.OK);

        await IsToldAsync(ben, "The office has been rebuilt.");
        await Eventually.TrueAsync("ben was moved", async () => await TileOfAsync(ben, ben) != place);
        await StandsAtAsync(ada, ben, await TileOfAsync(ben, ben));
        foreach (var person in (Person[])[ada, ben])
        {
            await Eventually.TrueAsync(
                $"{person.Name} sees the wall", () => person.Page.EvaluateAsync<bool>(IsWall, tile));
            (await person.Page.EvaluateAsync<bool>(Kept)).ShouldBeTrue("calls go on");
        }
    }

    /// <summary>Puts up one more wall.</summary>
    private static void Wall(JsonNode world, int x, int y)
    {
        var map = world["map"]!;
        var walls = map["layers"]!.AsArray().Single(l => (string)l!["id"]! == "walls")!;
        walls["tiles"]![(y * (int)map["width"]!) + x] = 1;
        world["version"] = 2;
    }
}
