using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.World;

/// <summary>People walk about, and hear and see whoever is in the same room.</summary>
public sealed class Meetings(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    [Fact]
    public async Task Three_meet_in_the_lobby_and_all_decode_each_other()
    {
        var ada = await EnterAsync("ada");
        await ada.ReadsAsync("Alone in Lobby.");
        await RememberAnnouncementsAsync(ada);
        var ben = await EnterAsync("ben");
        var cleo = await EnterAsync("cleo");

        await SeeEachOtherAsync(ada, ben, cleo);

        await ada.ReadsAsync($"In Lobby with {ben.Name} and {cleo.Name}.");
        await HasHeardAsync(ada, $"{ben.Name} came in.");
        await HasHeardAsync(ada, $"{cleo.Name} came in.");
        await Expect(ada.Page.Locator("#people-list li")).ToHaveCountAsync(3);
        await Expect(ada.Page.Locator("#office-topology")).ToHaveTextAsync("peer to peer");
        await Look.AtAsync(ada, "office");
    }

    [Fact]
    public async Task Steps_by_keys_and_ways_by_clicks_are_seen_by_the_others()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        foreach (var key in (string[])["ArrowUp", "KeyD", "ArrowLeft"])
        {
            await StepAsync(ada, key);
            await StandsAtAsync(ben, ada, await TileOfAsync(ada, ada));
        }

        await PointAtAsync(ada, 14, 15);

        await StandsAtAsync(ada, ada, "14,15");
        await StandsAtAsync(ben, ada, "14,15");
        await IsStanceAsync(ben, ada, "idle");
    }

    [Fact]
    public async Task Who_leaves_by_the_bar_below_the_map_is_gone_at_once()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        await SeeEachOtherAsync(ada, ben);

        await ada.ClickAsync("hangup");

        await ada.IsAsync("idle");
        await ben.ReadsAsync("Alone in Lobby.");
    }

    [Fact]
    public async Task Who_goes_to_another_room_is_seen_there_and_not_here()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        var cleo = await EnterAsync("cleo");
        await SeeEachOtherAsync(ada, ben, cleo);
        await RememberAnnouncementsAsync(cleo);

        await WalkToAsync(ada, "aurora", "Aurora");
        await Expect(ada.Page.Locator("#remotes .tile")).ToHaveCountAsync(0);
        await HasHeardAsync(cleo, $"{ada.Name} left.");
        await Expect(cleo.Tile(ada.Id)).ToHaveCountAsync(0);
        await SeeEachOtherAsync(ben, cleo);
        (await TileOfAsync(cleo, ada)).ShouldBeEmpty();

        await WalkToAsync(ben, "aurora", "Aurora");
        await SeeEachOtherAsync(ada, ben);
        await cleo.ReadsAsync("Alone in Lobby.");
        await Look.AtAsync(ben, "office-aurora");
    }

    [Fact]
    public async Task A_door_opens_for_some_roles_and_the_others_are_told()
    {
        var member = await EnterAsync("member");
        var editor = await EnterAsync("editor", "Editor");

        await member.Page.SelectOptionAsync("#people-rooms", "director");
        await IsToldAsync(member, "closed to you");
        await IsInAsync(member, "Lobby");
        await PointAtAsync(member, 26, 14);
        await WalkToAsync(editor, "director", "Director");
    }
}
