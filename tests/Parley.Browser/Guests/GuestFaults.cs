using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Guests;

/// <summary>What does not work is mended where it can be, and told in words where not.</summary>
public sealed class GuestFaults(Chromium chromium, DemoServer server) : GuestTests(chromium, server)
{
    private const string KeepSession = "session => sessionStorage.setItem('parley.guest', session)";

    [Fact]
    public async Task A_session_that_is_over_is_replaced_under_the_same_name()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var alice = await OpenAsync("", "protocol=guests", server);
        await alice.Page.EvaluateAsync(KeepSession, """{"token":"a.b.c","user":{"id":"guest_gone","username":"old_name"}}""");

        await alice.Page.ReloadAsync();

        await alice.IsAsync("ready");
        await alice.ReadsAsync("Connected as old_name.");
        (await alice.Page.EvaluateAsync<string>("() => parley.session.self")).ShouldNotBe("guest_gone");
    }

    [Fact]
    public async Task A_second_tab_of_the_same_guest_takes_over()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var (alice, bob) = await MatchAsync(server);
        var session = await alice.Page.EvaluateAsync<string>("() => sessionStorage.getItem('parley.guest')");
        var second = await OpenAsync("", "protocol=guests", server);
        await second.Page.EvaluateAsync(KeepSession, session);

        await second.Page.ReloadAsync();

        await alice.IsAsync("error");
        await alice.ReadsAsync("You are connected from another tab");
        await second.ReadsAsync("You are matched with bob_2.");
        await WriteAsync(second, bob, "I am here now.");
    }

    [Fact]
    public async Task Too_many_guests_of_one_address_are_told_when_to_come_again()
    {
        await using var server = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:GuestCall:GuestsPerAddress"] = "1" });
        await SearchAsync(server, "alice");
        var bob = await OpenAsync("bob_2", "protocol=guests", server);

        await bob.ClickAsync("connect");

        await bob.IsAsync("error");
        await Expect(bob.Page.Locator("#fault")).ToHaveTextAsync("Too many guests came from this address. Try again in 15 minutes.");
        await Look.AtAsync(bob, "guests-refused");
    }

    [Fact]
    public async Task Who_connects_too_often_is_told_so()
    {
        await using var server = await ParleyProcess.StartAsync(
            "Development", new Dictionary<string, string> { ["Parley:GuestCall:ConnectionsPerMinute"] = "1" });
        await SearchAsync(server, "alice");
        var bob = await OpenAsync("bob_2", "protocol=guests", server);

        await bob.ClickAsync("connect");

        await bob.IsAsync("error");
        await bob.ReadsAsync("Too many connections came from this address. Try again in a minute.");
    }

    [Fact]
    public async Task A_name_that_is_none_is_not_sent()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        var alice = await OpenAsync("not%20a%20name", "protocol=guests", server);

        await alice.ClickAsync("connect");

        (await alice.Page.EvaluateAsync<bool>("() => document.querySelector('#name').validity.patternMismatch")).ShouldBeTrue();
        await alice.IsAsync("idle");
    }

    [Fact]
    public async Task A_denied_camera_is_explained_and_the_call_goes_on_without_it()
    {
        await using var server = await ParleyProcess.StartAsync("Development");
        await using var denying = await Chromium.LaunchDenyingMediaAsync();
        var alice = await OpenAsync("alice", "protocol=guests&auto=1", server, denying);
        await alice.IsAsync("searching");
        await alice.LearnIdAsync();
        var bob = await SearchAsync(server, "bob_2", state: "matched");
        await Expect(alice.Notice).ToBeHiddenAsync(); // nobody asks for a camera before there is a call

        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");

        await alice.SeesAsync(bob);
        await Expect(alice.Notice).ToContainTextAsync("The browser may not use your camera and microphone. You can still call");
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");
        await Look.AtAsync(alice, "guests-no-camera");
    }
}
