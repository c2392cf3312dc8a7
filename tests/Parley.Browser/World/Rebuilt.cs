using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Browser.Hosting;

namespace Parley.Browser.World;

/// <summary>The office is edited while people are in it: nobody is dropped, nobody stands in a wall, and all see the new one.</summary>
public sealed class Rebuilt(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    private const string Key = "a-key-of-the-operator-with-32-letters";
    private const string Keep = "() => { globalThis.kept = [...parley.calls.active.values()].map(call => call.pc) }";
    private const string Kept = "() => [...parley.calls.active.values()].every(call => kept.includes(call.pc))";
    private const string IsWall = "([x, y]) => parley.office.world.map.blocks(x, y)";

    [Fact]
    public async Task Who_stands_where_a_wall_comes_is_moved_and_everybody_sees_the_wall()
    {
        await using var office = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:Admin:ApiKey"] = Key });
        var (ada, ben) = (await EnterAsync(office, "ada"), await EnterAsync(office, "ben"));
        await SeeEachOtherAsync(ada, ben);
        foreach (var person in (Person[])[ada, ben]) await person.Page.EvaluateAsync(Keep);
        var place = await TileOfAsync(ben, ben);
        var tile = place.Split(',').Select(int.Parse).ToArray();

        (await PutAsync(office.Address, Walled(tile[0], tile[1]))).ShouldBe(HttpStatusCode.Created);

        await IsToldAsync(ben, "The office has been rebuilt.");
        await Eventually.TrueAsync("ben was moved", async () => await TileOfAsync(ben, ben) != place);
        await StandsAtAsync(ada, ben, await TileOfAsync(ben, ben));
        foreach (var person in (Person[])[ada, ben])
        {
            await Eventually.TrueAsync(
                $"{person.Name} sees the wall", () => person.Page.EvaluateAsync<bool>(IsWall, tile));
            (await person.Page.EvaluateAsync<bool>(Kept)).ShouldBeTrue("calls go on");
        }

        await StepAsync(ben, "ArrowUp");
        await StandsAtAsync(ada, ben, await TileOfAsync(ben, ben));
    }

    /// <summary>The example with one more wall.</summary>
    private static string Walled(int x, int y)
    {
        var world = JsonNode.Parse(File.ReadAllText(Path.Combine(Built.Repository, "src", "Parley.Server", "Worlds", "office.json")))!;
        var map = world["map"]!;
        var walls = map["layers"]!.AsArray().Single(l => (string)l!["id"]! == "walls")!;
        walls["tiles"]![(y * (int)map["width"]!) + x] = 1;
        world["version"] = 2;
        return world.ToJsonString();
    }

    private static async Task<HttpStatusCode> PutAsync(string server, string world)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(new Uri(server), "/api/worlds/office"))
        {
            Headers = { { "X-Api-Key", Key } },
            Content = new StringContent(world, Encoding.UTF8, "application/json"),
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
