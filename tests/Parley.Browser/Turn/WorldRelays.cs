using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.Browser.Hosting;

namespace Parley.Browser.Turn;

/// <summary>
/// In a world TURN credentials come when they are needed (<c>ICE_FAILED</c>), and again before they run out, each time
/// with an ICE restart.
/// </summary>
[Collection(nameof(SeparateHosts))]
public sealed class WorldRelays(Chromium chromium, DemoServer server, SeparateHosts hosts) : BrowserTests(chromium, server)
{
    /// <summary>Short, so that they are renewed while the test waits: after nine seconds.</summary>
    private const int Lifetime = 12;

    /// <summary>Enters the example office with a camera, by the browser client alone.</summary>
    private const string Enter = """
        async token => {
          const [{ WorldClient }, { WorldMesh }] = await Promise.all([import('/client/world.js'), import('/client/world-mesh.js')]);
          const client = new WorldClient({ url: location.origin, worldId: 'office', token });
          globalThis.world = { client, sent: [], given: [], media: [], fragments: [], errors: [] };
          client.connection.on('traffic', ({ direction, text }) => direction === 'out' && world.sent.push(JSON.parse(text).type));
          client.on('turn', ({ servers }) => world.given.push(servers[0]));
          client.on('error', ({ code, message }) => world.errors.push(`${code}: ${message}`));
          const mesh = (world.mesh = new WorldMesh(client));
          mesh.on('error', ({ error }) => world.errors.push(String(error)));
          mesh.on('added', call => setTimeout(() => {
            const { pc } = call;
            world.pc = pc;
            pc.addEventListener('connectionstatechange', () => world.media.push(pc.connectionState));
            pc.addEventListener('signalingstatechange', () => {
              const fragment = /ice-ufrag:(.*)/.exec(pc.localDescription?.sdp ?? '')?.[1];
              if (pc.signalingState === 'stable' && fragment !== world.fragments.at(-1)) world.fragments.push(fragment);
            });
          }));
          const camera = await navigator.mediaDevices.getUserMedia({ video: true });
          mesh.setTrack('video', camera.getVideoTracks()[0]);
          await client.connect();
        }
        """;

    private const string Route = """
        async () => {
          const reports = [...(await world.pc.getStats()).values()];
          const transport = reports.find(({ type }) => type === 'transport');
          const pair = reports.find(({ id }) => id === transport?.selectedCandidatePairId);
          const candidate = reports.find(({ id }) => id === pair?.localCandidateId);
          const video = reports.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
          return JSON.stringify({ type: candidate?.candidateType ?? '', frames: video?.framesDecoded ?? 0 });
        }
        """;

    [Fact]
    public async Task A_route_that_fails_is_relayed_and_its_credentials_are_renewed_with_ICE_restarts()
    {
        await using var parley = await hosts.StartParleyAsync(
            "turn:20.0.0.1:3478", ("Parley:World:TurnLifetime", $"{Lifetime}s"));
        var people = await Task.WhenAll(EnterAsync("alice", parley, hosts.Alice), EnterAsync("bob", parley, hosts.Bob));

        // The browser takes half a minute to give up, and longer where others need the processor. Whose does so first asks,
        // both get credentials, and the other's need not fail any more.
        foreach (var person in people)
            await person.Page.WaitForFunctionAsync("() => world.given.length > 0", null, new() { Timeout = 90_000 });
        var failures = await Task.WhenAll(people.Select(
            person => person.Page.EvaluateAsync<bool>("() => world.media.includes('failed')")));
        failures.ShouldContain(true, "the route did not fail");

        foreach (var person in people) await IsRelayedAsync(person);
        var reports = await Task.WhenAll(people.Select(ReportsAsync));
        reports.Sum().ShouldBeGreaterThan(0, "nobody sent ICE_FAILED");
        var before = await Task.WhenAll(people.Select(person => person.Page.EvaluateAsync<int>("() => world.fragments.length")));

        foreach (var (person, fragments) in people.Zip(before))
        {
            await person.Page.WaitForFunctionAsync("fragments => world.fragments.length > fragments", fragments);
            await IsRelayedAsync(person);
            await NewestCredentialsAreUsedAsync(person);
        }

        (await Task.WhenAll(people.Select(ReportsAsync))).ShouldBe(reports, "the renewal came without being asked for");
        foreach (var person in people) (await person.Page.EvaluateAsync<string[]>("() => world.errors")).ShouldBeEmpty();
    }

    private static Task<int> ReportsAsync(Person person) =>
        person.Page.EvaluateAsync<int>("() => world.sent.filter(type => type === 'ICE_FAILED').length");

    private static async Task IsRelayedAsync(Person person)
    {
        var last = 0;
        await Eventually.TrueAsync($"{person.Name} decodes what comes through the relay", async () =>
        {
            using var route = JsonDocument.Parse(await person.Page.EvaluateAsync<string>(Route));
            var (before, frames) = (last, route.RootElement.GetProperty("frames").GetInt32());
            last = frames;
            return route.RootElement.GetProperty("type").GetString() == "relay" && before > 0 && frames > before;
        });
    }

    /// <summary>They are another user name than the first, with the lifetime that was configured.</summary>
    private static async Task NewestCredentialsAreUsedAsync(Person person)
    {
        var names = await person.Page.EvaluateAsync<string[]>("() => world.given.map(({ username }) => username)");
        var used = await person.Page.EvaluateAsync<string>("() => world.pc.getConfiguration().iceServers.at(-1).username");
        used.ShouldBe(names[^1]);
        used.ShouldNotBe(names[0]);
        used.ShouldEndWith($":{person.Name}");
        var expiry = DateTimeOffset.FromUnixTimeSeconds(long.Parse(used.Split(':')[0], CultureInfo.InvariantCulture));
        expiry.ShouldBeLessThanOrEqualTo(DateTimeOffset.UtcNow.AddSeconds(Lifetime + 1));
    }

    private async Task<Person> EnterAsync(string name, ParleyProcess parley, IBrowser browser)
    {
        var token = parley.TokenAsync(Id(name), "--workspace", "demo");
        var person = await OpenAsync(Id(name), "protocol=direct", parley, browser);
        await person.Page.EvaluateAsync(Enter, await token);
        return person;
    }
}
