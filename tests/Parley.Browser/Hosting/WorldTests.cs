using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Hosting;

/// <summary>What a test in the example office needs. Whoever is in a room meets, so each test has an office to itself.</summary>
public abstract class WorldTests(Chromium chromium, DemoServer server) : BrowserTests(chromium, server), IAsyncLifetime
{
    private static readonly string Example = Path.Combine(Built.Repository, "src", "Parley.Server", "Worlds", "office.json");

    /// <summary>Of what is drawn, and has stayed where it is for a frame: what comes before that nobody could click on.</summary>
    private const string WhereTileIs = """
        async ([x, y]) => {
          const { camera, canvas } = parley.office.view;
          const at = (tile, edge) => (edge + (tile + 0.5) * camera.scale) / camera.ratio;
          for (let before = [NaN, NaN], frames = 0; ; frames++) {
            await new Promise(requestAnimationFrame);
            const { left, top } = canvas.getBoundingClientRect();
            const now = [left + at(x, camera.left), top + at(y, camera.top)];
            const isStill = now[0] === before[0] && now[1] === before[1];
            if (camera.width > 0 && (isStill || frames > 60)) return now;
            before = now;
          }
        }
        """;

    private const string Tile = """
        id => {
          const { x, y } = parley.office?.view?.figures.get(id)?.body ?? {};
          return x === undefined ? '' : `${Math.floor(x)},${Math.floor(y)}`;
        }
        """;

    private const string Stance = "id => parley.office?.view?.figures.get(id)?.body.state ?? ''";

    private string Office => Id("office");

    /// <summary>Opens the office.</summary>
    public async ValueTask InitializeAsync() => (await PutOfficeAsync(_ => { })).ShouldBe(HttpStatusCode.Created);

    /// <summary>Puts the example in the place of this test's office.</summary>
    /// <param name="change">Changes it.</param>
    protected async Task<HttpStatusCode> PutOfficeAsync(Action<JsonNode> change)
    {
        var world = JsonNode.Parse(await File.ReadAllBytesAsync(Example))!;
        world["worldId"] = Office;
        change(world);
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/worlds/{Office}", UriKind.Relative)) { Content = JsonContent.Create(world) };
        put.Headers.Add("X-Api-Key", DemoServer.AdminKey);
        using var answer = await Server.Http.SendAsync(put);
        return answer.StatusCode;
    }

    /// <summary>Somebody who walks into the lobby.</summary>
    protected Task<Person> EnterAsync(string name, string role = "Member") => EnterAtAsync(Server.Address, name, role);

    /// <summary>The same, by another address of the server.</summary>
    protected async Task<Person> EnterAtAsync(string server, string name, string role = "Member")
    {
        var person = await OpenAtAsync(server, Id(name), $"protocol=world&world={Office}&role={role}&auto=1");
        await IsInAsync(person, "Lobby");
        return person;
    }

    protected static Task IsInAsync(Person person, string room) => Expect(person.Page.Locator("#people-place")).ToHaveTextAsync($"In {room}");

    /// <summary>Chooses a room to walk to, and arrives there.</summary>
    protected static async Task WalkToAsync(Person person, string zone, string room)
    {
        await person.Page.SelectOptionAsync("#people-rooms", zone);
        await IsInAsync(person, room);
    }

    /// <summary>Holds a key down until the person stands on another tile than before, as its own page has it.</summary>
    protected static async Task StepAsync(Person person, string key)
    {
        var before = await TileOfAsync(person, person);
        await person.Page.FocusAsync("#office-canvas");
        await person.Page.Keyboard.DownAsync(key);
        await Eventually.TrueAsync($"{person.Name} walks by {key}", async () => await TileOfAsync(person, person) != before);
        await person.Page.Keyboard.UpAsync(key);
        await person.Page.WaitForFunctionAsync("() => !parley.office.walker.moving");
    }

    /// <summary>Clicks, or taps, on a tile of the map.</summary>
    protected static async Task PointAtAsync(Person person, int x, int y)
    {
        var place = await person.Page.EvaluateAsync<float[]>(WhereTileIs, new[] { x, y });
        await person.Page.Mouse.ClickAsync(place[0], place[1]);
    }

    /// <summary>Where somebody is drawn on a page: "x,y", or nothing when they are not there.</summary>
    protected static Task<string> TileOfAsync(Person page, Person who) => page.Page.EvaluateAsync<string>(Tile, who.Id);

    protected static Task StandsAtAsync(Person page, Person who, string tile) =>
        Eventually.TrueAsync($"{page.Name} sees {who.Name} at {tile}", async () => await TileOfAsync(page, who) == tile);

    protected static Task IsStanceAsync(Person page, Person who, string state) => Eventually.TrueAsync(
        $"{page.Name} sees {who.Name} {state}", async () => await page.Page.EvaluateAsync<string>(Stance, who.Id) == state);

    protected static Task IsToldAsync(Person person, string words) =>
        Expect(person.Page.Locator("#office-notice")).ToContainTextAsync(words);

    /// <summary>What screen readers are told, from now on.</summary>
    protected static Task RememberAnnouncementsAsync(Person person) => person.Page.EvaluateAsync(
        """
        () => {
          globalThis.announcements = [];
          new MutationObserver(() => announcements.push(document.querySelector('#office-live').textContent))
            .observe(document.querySelector('#office-live'), { childList: true, characterData: true, subtree: true });
        }
        """);

    protected static Task HasHeardAsync(Person person, string words) =>
        person.Page.WaitForFunctionAsync("words => announcements.some(text => text.includes(words))", words);

    protected static Task<string[]> AnnouncementsAsync(Person person) => person.Page.EvaluateAsync<string[]>("() => announcements");

    protected static async Task ModerateAsync(Person moderator, Person target, string action)
    {
        var row = moderator.Page.Locator($"#people-list li[data-user='{target.Id}']");
        await row.Locator("summary").ClickAsync();
        await row.Locator($"button[data-action='{action}']").ClickAsync();
    }
}
