using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>Rooms in which some are on stage and others watch.</summary>
[Collection(nameof(MediaHost))]
public sealed class OnStage(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
{
    /// <summary>The headless browser has no screen to choose, so a picture that moves stands for one.</summary>
    private const string HaveScreen = """
        () => {
          navigator.mediaDevices.getDisplayMedia = async () => {
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [640, 360];
            const context = canvas.getContext('2d');
            setInterval(() => {
              context.fillStyle = `hsl(${performance.now() / 20 % 360} 60% 50%)`;
              context.fillRect(0, 0, 640, 360);
            }, 50);
            return canvas.captureStream(15);
          };
        }
        """;

    private const string IsSeenInSilence =
        "document.querySelector('.tile[data-video=on] video')?.muted === true && !document.querySelector('#sound').hidden";

    private string OpenCall => $"protocol=live&room={Room}&channel=p2p&part=host&auto=1";

    [Fact]
    public async Task Two_on_stage_are_seen_by_each_other_and_by_two_who_watch()
    {
        var alice = await HostAsync("alice");
        var bob = await WatchAsync("bob");
        var carol = await WatchAsync("carol");
        var dave = await WatchAsync("dave");
        await Expect(bob.Page.Locator("#camera")).ToBeHiddenAsync();

        await ComesOnStageAsync(bob, alice);

        await AllSeeAsync([alice, bob, carol, dave], alice, bob);
        await carol.ReadsAsync($"Watching {alice.Id} and {bob.Id} in {Room}.");
        await Expect(carol.Page.Locator("#live-publishers li")).ToHaveCountAsync(2);
        await carol.ClickAsync("hand");
        await Expect(Answer(alice, carol, "accept")).ToBeVisibleAsync();
        await Look.AtAsync(alice, "live-host");
        await Look.AtAsync(carol, "live-viewer");
    }

    [Fact]
    public async Task A_hand_that_is_not_accepted_is_told_so_and_may_be_raised_again()
    {
        var alice = await HostAsync("alice");
        var bob = await WatchAsync("bob");
        await bob.ClickAsync("hand");
        await Expect(bob.Page.Locator("#hand")).ToHaveAttributeAsync("aria-pressed", "true");

        await Answer(alice, bob, "reject").ClickAsync();

        await Expect(bob.Notice).ToContainTextAsync("would rather you watched");
        await Expect(bob.Page.Locator("#hand")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(alice.Page.Locator("#live-hands")).ToBeHiddenAsync();
        await ComesOnStageAsync(bob, alice);
        await AllSeeAsync([alice, bob], alice, bob);
    }

    [Fact]
    public async Task In_a_room_for_sound_there_is_sound_and_no_camera()
    {
        var alice = await HostAsync("alice", "a2m");
        var bob = await WatchAsync("bob", "a2m");

        await HearsAsync(bob, alice);

        await Expect(alice.Page.Locator("#camera")).ToBeHiddenAsync();
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");
        await bob.ReadsAsync($"Listening to {alice.Id}");
        (await alice.Page.EvaluateAsync<bool>("() => parley.calls.room.uplink.pc.localDescription.sdp.includes('m=video')")).ShouldBeFalse();
        await Look.AtAsync(bob, "live-sound");
    }

    [Fact]
    public async Task A_camera_that_is_turned_off_and_on_again_negotiates_nothing()
    {
        var (alice, bob) = await OneOnStageAsync();
        await KeepConnectionAsync(bob, alice);

        await alice.ClickAsync("camera");
        await Expect(bob.Tile(alice.Id)).ToHaveAttributeAsync("data-video", "off");
        await HearsAsync(bob, alice);
        await alice.ClickAsync("camera");

        await AllSeeAsync([bob], alice);
        await IsSameConnectionAsync(bob, alice);
    }

    [Fact]
    public async Task A_screen_is_shared_beside_the_camera_and_taken_back()
    {
        var (alice, bob) = await OneOnStageAsync();
        await alice.Page.EvaluateAsync(HaveScreen);

        await alice.ClickAsync("screen");

        await Expect(bob.Tile($"{alice.Id}:screen")).ToHaveAttributeAsync("data-video", "on");
        await Expect(bob.Tile($"{alice.Id}:screen")).ToContainTextAsync($"{alice.Id}’s screen");
        await AllSeeAsync([bob], alice);
        await Look.AtAsync(bob, "live-screen");
        await alice.ClickAsync("screen");
        await Expect(bob.Tile($"{alice.Id}:screen")).ToHaveCountAsync(0);
        await AllSeeAsync([bob], alice);
    }

    [Fact]
    public async Task Who_comes_by_a_link_sees_at_once_and_hears_after_a_click()
    {
        await HostAsync("alice");
        var bob = await WatchAsync("bob");
        // Whatever Playwright asks by itself counts as a click in the browser.
        var devTools = await bob.Page.Context.NewCDPSessionAsync(bob.Page);
        await Eventually.TrueAsync("bob's page shows a picture, and that it lacks sound", async () =>
        {
            var answer = await devTools.SendAsync("Runtime.evaluate", new() { ["expression"] = IsSeenInSilence });
            return answer!.Value.GetProperty("result").GetProperty("value").GetBoolean();
        });

        await bob.ClickAsync("sound");

        await Expect(bob.Page.Locator("#sound")).ToBeHiddenAsync();
        await Expect(bob.Page.Locator(".tile video")).ToHaveJSPropertyAsync("muted", false);
    }

    [Fact]
    public async Task Who_was_let_on_stage_shares_a_screen_too()
    {
        var (alice, bob, carol) = await TwoOnStageAsync();
        await bob.Page.EvaluateAsync(HaveScreen);

        await bob.ClickAsync("screen");

        foreach (var other in (Person[])[alice, carol])
            await Expect(other.Tile($"{bob.Id}:screen")).ToHaveAttributeAsync("data-video", "on");
        await AllSeeAsync([alice, carol], bob);
    }

    [Fact]
    public async Task Who_is_removed_is_told_so_and_the_others_go_on()
    {
        var (alice, bob, carol) = await TwoOnStageAsync();
        await AllSeeAsync([alice, carol], alice, bob);

        await alice.Page.Locator($"#live-publishers li[data-user='{bob.Id}'] button[data-action='kick']").ClickAsync();

        await bob.IsAsync("error");
        await bob.ReadsAsync("You were removed from the room");
        await Expect(carol.Tile(bob.Id)).ToHaveCountAsync(0);
        await AllSeeAsync([carol], alice);
    }

    [Fact]
    public async Task Who_leaves_is_gone_and_the_next_on_stage_is_the_host()
    {
        var (alice, bob, carol) = await TwoOnStageAsync();

        await alice.ClickAsync("hangup");

        await alice.IsAsync("idle");
        await Expect(carol.Tile(alice.Id)).ToHaveCountAsync(0);
        await ComesOnStageAsync(carol, bob);
        await AllSeeAsync([bob, carol], bob, carol);
    }

    [Fact]
    public async Task Rooms_that_are_not_there_or_there_already_are_told_in_words()
    {
        var bob = await WatchAsync("bob");
        await bob.IsAsync("error");
        await bob.ReadsAsync($"There is no room “{Room}”.");

        var alice = await OpenBesideAsync("alice", OpenCall);
        await alice.IsAsync("calling");
        var carol = await OpenBesideAsync("carol", OpenCall);
        await carol.IsAsync("error");
        await carol.ReadsAsync("is open already. Join it instead.");
        await Look.AtAsync(carol, "live-refused");
    }
}
