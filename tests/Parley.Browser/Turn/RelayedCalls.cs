using Microsoft.Playwright;
using Parley.Browser.Hosting;

namespace Parley.Browser.Turn;

/// <summary>Calls between hosts that can reach each other only through a TURN server.</summary>
[Collection(nameof(SeparateHosts))]
public sealed class RelayedCalls(Chromium chromium, DemoServer server, SeparateHosts hosts) : BrowserTests(chromium, server)
{
    /// <summary>Keeps the states that connections go through, and the ICE credentials they have now.</summary>
    private const string WatchMedia = """
        () => {
          globalThis.media = [];
          const [{ pc }] = parley.calls.active.values(); // on a busy machine the call may have been given up when it is looked at
          globalThis.fragment = () => pc.localDescription.sdp.match(/ice-ufrag:(.*)/)[1];
          pc.addEventListener('connectionstatechange', () => media.push(pc.connectionState));
          globalThis.firstFragment = fragment();
        }
        """;

    private const string RelayProtocol = """
        async () => {
          const reports = [...(await [...parley.calls.active.values()][0].pc.getStats()).values()];
          const { selectedCandidatePairId } = reports.find(({ type }) => type === 'transport');
          const { localCandidateId } = reports.find(({ id }) => id === selectedCandidatePairId);
          return reports.find(({ id }) => id === localCandidateId).relayProtocol;
        }
        """;

    /// <summary>
    /// In one, as a browser looks for a way for fifteen seconds. The TURN server's certificate is not looked at: these
    /// browsers are told to ignore such errors.
    /// </summary>
    [Fact]
    public async Task Without_TURN_a_call_finds_no_way_and_with_it_both_decode_the_other_through_the_relay()
    {
        await using var without = await hosts.StartParleyAsync(turn: "");
        var (alice, bob) = await CallAcrossAsync("", without);
        foreach (var one in (Person[])[alice, bob])
        {
            await one.ReadsAsync("Connecting");
            await one.Page.EvaluateAsync(WatchMedia);
        }

        await IsRelayedAsync("udp", "turn:20.0.0.1:3478");
        await IsRelayedAsync("tls", "turns:20.0.0.1:5349?transport=tcp");

        foreach (var (one, other) in ((Person, Person)[])[(alice, bob), (bob, alice)])
        {
            await one.Page.WaitForFunctionAsync("() => media.includes('failed')");
            await one.HasSeenAsync(other, "interrupted");
            await one.DecodesNothingOfAsync(other);
            await one.Page.WaitForFunctionAsync("() => fragment() !== firstFragment"); // ICE has been restarted
        }
    }

    private async Task IsRelayedAsync(string transport, string turn)
    {
        await using var parley = await hosts.StartParleyAsync(turn);
        var (alice, bob) = await CallAcrossAsync($"-{transport}", parley);

        await Task.WhenAll(alice.SeesAsync(bob, "relay", "relay|prflx"), bob.SeesAsync(alice, "relay", "relay|prflx"));

        (await alice.Page.EvaluateAsync<string>(RelayProtocol)).ShouldBe(transport);
        (await bob.Page.EvaluateAsync<string>(RelayProtocol)).ShouldBe(transport);
        await alice.Page.CloseAsync();
        await bob.Page.CloseAsync();
    }

    private async Task<(Person Alice, Person Bob)> CallAcrossAsync(string suffix, ParleyProcess parley)
    {
        var (caller, callee) = ($"alice{suffix}", $"bob{suffix}");
        var both = await Task.WhenAll(ConnectAsync(caller, callee, parley, hosts.Alice), ConnectAsync(callee, caller, parley, hosts.Bob));
        var (alice, bob) = (both[0], both[1]);
        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");
        return (alice, bob);
    }

    /// <summary>Demo tokens are only for the server's own machine, so the page asks for one.</summary>
    private async Task<Person> ConnectAsync(string name, string to, ParleyProcess parley, IBrowser browser)
    {
        var token = parley.TokenAsync(Id(name));
        var person = await OpenAsync(Id(name), $"protocol=direct&to={Id(to)}", parley, browser);
        await person.ClickAsync("connect");
        await person.Page.FillAsync("#token", await token);
        await person.ClickAsync("connect");
        await person.IsAsync("ready");
        return person;
    }
}
