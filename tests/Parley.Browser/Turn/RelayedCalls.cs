using Parley.Browser.Hosting;

namespace Parley.Browser.Turn;

/// <summary>Calls between hosts that can reach each other only through a TURN server.</summary>
public sealed class RelayedCalls(Chromium chromium, DemoServer server, SeparateHosts hosts)
    : BrowserTests(chromium, server), IClassFixture<SeparateHosts>
{
    private const string Ice = "() => [...parley.calls.active.values()].map(call => call.pc.iceConnectionState).join()";

    private const string RelayProtocol = """
        async () => {
          const reports = [...(await [...parley.calls.active.values()][0].pc.getStats()).values()];
          const { selectedCandidatePairId } = reports.find(({ type }) => type === 'transport');
          const { localCandidateId } = reports.find(({ id }) => id === selectedCandidatePairId);
          return reports.find(({ id }) => id === localCandidateId).relayProtocol;
        }
        """;

    [Fact]
    public async Task Without_TURN_a_call_finds_no_way()
    {
        (await hosts.HostOfAlice.KnowsWayToAsync(SeparateHosts.AddressOfBob)).ShouldBeFalse();
        await using var parley = await hosts.StartParleyAsync(turn: "");

        var (alice, bob) = await CallAcrossAsync(parley);

        foreach (var (one, other) in new[] { (alice, bob), (bob, alice) })
        {
            await Eventually.TrueAsync($"ICE of {one.Name} fails", async () => await one.Page.EvaluateAsync<string>(Ice) == "failed");
            await one.HasSeenAsync(other, "interrupted");
            await one.DecodesNothingOfAsync(other);
        }
    }

    [Theory]
    [InlineData("udp", "turn:20.0.0.1:3478")]
    [InlineData("tcp", "turn:20.0.0.1:3478?transport=tcp")]
    [InlineData("tls", "turns:20.0.0.1:5349?transport=tcp")]
    public async Task With_TURN_it_goes_through_the_relay_and_both_decode_the_other(string transport, string turn)
    {
        await using var parley = await hosts.StartParleyAsync(turn);

        var (alice, bob) = await CallAcrossAsync(parley);

        await Task.WhenAll(alice.SeesAsync(bob, "relay", "relay|prflx"), bob.SeesAsync(alice, "relay", "relay|prflx"));
        (await alice.Page.EvaluateAsync<string>(RelayProtocol)).ShouldBe(transport);
        (await bob.Page.EvaluateAsync<string>(RelayProtocol)).ShouldBe(transport);
    }

    private async Task<(Person Alice, Person Bob)> CallAcrossAsync(ParleyProcess parley)
    {
        var alice = await RegisterAsync("alice", "bob", parley, hosts.Alice);
        var bob = await RegisterAsync("bob", "alice", parley, hosts.Bob);
        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");
        return (alice, bob);
    }
}
