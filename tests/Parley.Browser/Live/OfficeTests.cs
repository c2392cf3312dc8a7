using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>What a test in an office with a media server behind it needs.</summary>
public abstract class OfficeTests(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    /// <summary>Whether somebody's tile is fed by the media server.</summary>
    protected const string IsOnSfu = "id => parley.calls?.active.get(id)?.publisher !== undefined";

    private const string WalkIn = """
        async count => {
          const { WorldClient } = await import('/client/world.js');
          globalThis.crowd ??= [];
          for (let i = 0; i < count; i++) {
            const { token } = await (await fetch(`/demo/session?user=crowd-${crowd.length}&room=lobby`)).json();
            const client = new WorldClient({ url: location.origin, worldId: 'office', token });
            crowd.push(client);
            await client.connect();
          }
        }
        """;

    /// <summary>Walks in, and is in the lobby.</summary>
    protected async Task<Person> EnterOfficeAsync(ParleyProcess at, string name, string role = "Member")
    {
        var person = await OpenBesideAsync(name, $"protocol=world&role={role}&auto=1", at);
        await Expect(person.Page.Locator("#people-place")).ToHaveTextAsync("In Lobby");
        return person;
    }

    /// <summary>A page for people without camera or microphone, by the browser client alone.</summary>
    protected Task<Person> OpenCrowdAsync(ParleyProcess at) => OpenBesideAsync("crowd", "protocol=direct", at);

    protected static Task CrowdComesAsync(Person crowd, int count) => crowd.Page.EvaluateAsync(WalkIn, count);

    protected static Task CrowdLeavesAsync(Person crowd) => crowd.Page.EvaluateAsync("() => crowd.forEach(client => client.disconnect())");

    protected static Task ComesByAsync(Person person, Person other, bool onSfu) => Eventually.TrueAsync(
        $"{other.Name} comes to {person.Name} {(onSfu ? "through the media server" : "directly")}",
        async () => await person.Page.EvaluateAsync<bool>(IsOnSfu, other.Id) == onSfu);

    /// <summary>The calls of before end when the media server has taken over.</summary>
    protected static Task RestsAsync(Person person, Person other) => Eventually.TrueAsync(
        $"{person.Name}'s call with {other.Name} rests",
        () => person.Page.EvaluateAsync<bool>("id => !parley.calls.worldMedia.mesh.calls.has(id)", other.Id));

    protected static Task TopologyIsAsync(Person person, string text) =>
        Expect(person.Page.Locator("#office-topology")).ToHaveTextAsync(text);
}
