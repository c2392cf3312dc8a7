using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.World;

/// <summary>What moderators do by the list of people, and what becomes of it on the other pages.</summary>
public sealed class Moderation(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    /// <summary>Whether the sound of somebody comes out of the speakers.</summary>
    private const string Hears = "id => parley.calls.active.get(id)?.remoteStream.getAudioTracks().some(track => track.enabled) ?? false";

    [Fact]
    public async Task Who_is_muted_is_told_and_heard_by_nobody_but_hears_and_is_seen()
    {
        var editor = await EnterAsync("editor", "Editor");
        var ben = await EnterAsync("ben");
        var cleo = await EnterAsync("cleo");
        await SeeEachOtherAsync(editor, ben, cleo);
        (await cleo.Page.EvaluateAsync<bool>(Hears, ben.Id)).ShouldBeTrue();

        await ModerateAsync(editor, ben, "mute");

        await IsToldAsync(ben, "muted you");
        await Expect(ben.Page.Locator("#microphone")).ToBeDisabledAsync();
        await Expect(cleo.Page.Locator($"#people-list li[data-user='{ben.Id}']")).ToContainTextAsync("muted");
        (await cleo.Page.EvaluateAsync<bool>(Hears, ben.Id)).ShouldBeFalse();
        (await ben.Page.EvaluateAsync<bool>(Hears, cleo.Id)).ShouldBeTrue();
        (await ben.Page.EvaluateAsync<bool>("() => parley.media.track('audio').enabled")).ShouldBeFalse();
        await SeeEachOtherAsync(editor, ben, cleo);
    }

    [Fact]
    public async Task A_muted_one_who_comes_into_a_room_is_called_by_those_who_are_there()
    {
        var admin = await EnterAsync("admin", "Admin");
        var ben = await EnterAsync("ben");
        var cleo = await EnterAsync("cleo");
        await WalkToAsync(cleo, "cafe", "Café");
        await ModerateAsync(admin, ben, "mute");
        await IsToldAsync(ben, "muted you");

        await WalkToAsync(ben, "cafe", "Café");

        await SeeEachOtherAsync(ben, cleo);
    }

    [Fact]
    public async Task Who_is_removed_from_a_room_is_back_in_the_lobby()
    {
        var admin = await EnterAsync("admin", "Admin");
        var ben = await EnterAsync("ben");
        await WalkToAsync(admin, "aurora", "Aurora");
        await WalkToAsync(ben, "aurora", "Aurora");
        await SeeEachOtherAsync(admin, ben);

        await ModerateAsync(admin, ben, "remove");

        await IsInAsync(ben, "Lobby");
        await IsToldAsync(ben, "moved to Lobby");
        await admin.ReadsAsync("Alone in Aurora.");
        await StepAsync(ben, "ArrowDown");
    }

    [Fact]
    public async Task Who_is_kicked_is_told_why_and_cannot_come_back_at_once()
    {
        var admin = await EnterAsync("admin", "Admin");
        var ben = await EnterAsync("ben");
        await SeeEachOtherAsync(admin, ben);

        await ModerateAsync(admin, ben, "kick");

        await ben.IsAsync("error");
        await ben.ReadsAsync("A moderator has removed you");
        await Expect(admin.Tile(ben.Id)).ToHaveCountAsync(0);
        await admin.ReadsAsync("Alone in Lobby.");
        await ben.ClickAsync("connect");
        await ben.IsAsync("error");
        await ben.ReadsAsync("A moderator has removed you");
    }

    [Fact]
    public async Task The_menu_is_there_for_those_whose_role_allows_it()
    {
        var admin = await EnterAsync("admin", "Admin");
        var editor = await EnterAsync("editor", "Editor");
        var member = await EnterAsync("member");
        foreach (var person in (Person[])[admin, editor, member]) await Expect(person.Page.Locator("#people-list li")).ToHaveCountAsync(3);

        (await admin.Page.Locator("#people-list [data-action]").CountAsync()).ShouldBe(6);
        (await editor.Page.Locator("#people-list [data-action]").CountAsync()).ShouldBe(2);
        (await member.Page.Locator("#people-list [data-action]").CountAsync()).ShouldBe(0);
    }
}
