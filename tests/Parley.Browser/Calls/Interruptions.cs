using Parley.Browser.Hosting;

namespace Parley.Browser.Calls;

/// <summary>What drops and comes back.</summary>
public sealed class Interruptions(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    private const string KeepCalls = "() => { globalThis.kept = [...parley.calls.active.values()].map(call => call.pc) }";
    private const string AwaitResume =
        "() => { globalThis.resumed = new Promise(done => parley.session.connection.on('resumed', ({ result }) => done(result))) }";

    private const string SameCalls = "() => [...parley.calls.active.values()].every(call => kept.includes(call.pc))";

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_lost_socket_comes_back_and_the_call_goes_on_over_the_same_connection(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);
        foreach (var person in (Person[])[alice, bob])
        {
            await alice.Page.EvaluateAsync(KeepCalls);
            await bob.Page.EvaluateAsync(KeepCalls);
            var other = person == alice ? bob : alice;
            await other.ForgetsStatesAsync();
            await person.Page.EvaluateAsync(AwaitResume);

            await person.DropsConnectionAsync();

            (await person.Page.EvaluateAsync<string>("() => resumed")).ShouldBe("resumed");
            await SeeEachOtherAsync(alice, bob);
            (await other.Page.EvaluateAsync<bool>("peer => !!states[peer]?.includes('interrupted')", person.Id)).ShouldBeFalse();
            (await alice.Page.EvaluateAsync<bool>(SameCalls)).ShouldBeTrue();
            (await bob.Page.EvaluateAsync<bool>(SameCalls)).ShouldBeTrue();
        }

        await bob.ClickAsync("hangup");
        await alice.ReadsAsync($"{bob.Name} hung up.");
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_page_that_crashed_comes_back_as_a_new_one_and_media_goes_on(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);
        await bob.ForgetsStatesAsync();

        await alice.CrashesAsync();
        await bob.HasSeenAsync(alice, "interrupted");

        // The one who stayed has never hung up, so nobody has to accept again.
        var again = protocol == "direct" ? await RegisterAsync("alice", "bob") : await JoinAsync("alice");
        if (protocol == "direct") await again.ClickAsync("call");
        await SeeEachOtherAsync(again, bob);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_reloaded_page_has_hung_up_and_calls_again(string protocol)
    {
        var (alice, bob) = await CallAsync(protocol);
        await bob.ForgetsStatesAsync();

        await alice.Page.ReloadAsync();

        if (protocol == "direct")
        {
            await bob.ReadsAsync($"{alice.Name} hung up.");
            await alice.IsAsync("ready");
            await alice.ClickAsync("call");
            await bob.ClickAsync("accept");
        }

        await SeeEachOtherAsync(alice, bob);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task The_server_crashes_and_comes_back_and_the_call_goes_on(string protocol)
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await CallAsync(protocol, server);
        await alice.Page.EvaluateAsync(KeepCalls);
        await bob.Page.EvaluateAsync(KeepCalls);

        await server.CrashAndRestartAsync();

        await alice.Page.WaitForFunctionAsync("() => parley.online");
        await bob.Page.WaitForFunctionAsync("() => parley.online");
        await SeeEachOtherAsync(alice, bob);
        (await alice.Page.EvaluateAsync<bool>(SameCalls)).ShouldBeTrue();
        await alice.ClickAsync("hangup");
        await bob.ReadsAsync($"{alice.Name} hung up.");
    }
}
