using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Calls;

/// <summary>In <c>direct</c> a call rings, and may be taken or not.</summary>
public sealed class Ringing(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    private const string ClickCallAt =
        "at => new Promise(done => setTimeout(() => done(document.querySelector('#call').click()), at - Date.now()))";

    [Fact]
    public async Task It_rings_until_it_is_accepted()
    {
        var alice = await RegisterAsync("alice", "bob");
        var bob = await RegisterAsync("bob", "alice");

        await alice.ClickAsync("call");

        await alice.IsAsync("calling");
        await alice.ReadsAsync($"Calling {bob.Name}");
        await bob.IsAsync("ringing");
        await Expect(bob.Ring).ToContainTextAsync($"{alice.Name} is calling");
        await Expect(bob.Page.Locator("#accept")).ToBeFocusedAsync();
        await bob.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
        await Expect(bob.Ring).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_call_can_be_declined()
    {
        var alice = await RegisterAsync("alice", "bob");
        var bob = await RegisterAsync("bob", "alice");
        await alice.ClickAsync("call");

        await bob.ClickAsync("decline");

        await alice.IsAsync("ended");
        await alice.ReadsAsync($"{bob.Name} declined the call.");
        await bob.IsAsync("ended");
        await bob.ReadsAsync($"You declined {alice.Name}’s call.");
        await Expect(bob.Ring).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_caller_can_give_up()
    {
        var alice = await RegisterAsync("alice", "bob");
        var bob = await RegisterAsync("bob", "alice");
        await alice.ClickAsync("call");
        await bob.IsAsync("ringing");

        await alice.ClickAsync("hangup");

        await bob.IsAsync("ended");
        await bob.ReadsAsync($"You missed a call from {alice.Name}.");
        await Expect(bob.Ring).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_is_not_there_cannot_be_called()
    {
        var alice = await RegisterAsync("alice", "bob");

        await alice.ClickAsync("call");

        await alice.IsAsync("ended");
        await alice.ReadsAsync($"{Id("bob")} is not connected.");
    }

    [Fact]
    public async Task All_devices_of_a_user_ring_and_one_takes_the_call()
    {
        var alice = await RegisterAsync("alice", "bob");
        var phone = await RegisterAsync("bob", "alice");
        var laptop = await RegisterAsync("bob", "alice");
        await alice.ClickAsync("call");
        await phone.IsAsync("ringing");
        await laptop.IsAsync("ringing");

        await laptop.ClickAsync("accept");

        await phone.IsAsync("ended");
        await phone.ReadsAsync("Answered on another device of yours.");
        await Expect(phone.Ring).ToBeHiddenAsync();
        await SeeEachOtherAsync(alice, laptop);
        await phone.DisposeAsync();
        await SeeEachOtherAsync(alice, laptop);
    }

    [Fact]
    public async Task Two_who_call_each_other_at_once_have_one_call_without_ringing()
    {
        var alice = await RegisterAsync("alice", "bob");
        var bob = await RegisterAsync("bob", "alice");

        var soon = DateTimeOffset.UtcNow.AddMilliseconds(300).ToUnixTimeMilliseconds();
        await Task.WhenAll(alice.Page.EvaluateAsync(ClickCallAt, soon), bob.Page.EvaluateAsync(ClickCallAt, soon));

        // On a busy machine one may come first after all: the other's page rings then, and its click did nothing.
        foreach (var person in (Person[])[alice, bob])
            if (await person.Body.GetAttributeAsync("data-state") == "ringing") await person.ClickAsync("accept");
        await SeeEachOtherAsync(alice, bob);
    }
}
