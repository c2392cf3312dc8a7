using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>Who is muted in a zone on the media server is cut there, whatever the client does.</summary>
[Collection(nameof(MediaHost))]
public sealed class MutedInTheOffice(Chromium chromium, DemoServer server, MediaHost media) : OfficeTests(chromium, server, media)
{
    /// <summary>So many looks without a packet: at 50 packets a second there would be some between any two.</summary>
    private const int Looks = 20;

    private const string Packets = """
        async peer => {
          const reports = [...(await parley.calls.active.get(peer)?.pc?.getStats() ?? new Map()).values()];
          return reports.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')?.packetsReceived ?? -1;
        }
        """;

    [Fact]
    public async Task Nobody_hears_them_and_everybody_sees_them()
    {
        await using var parley = await Media.StartParleyAsync([Media.Janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var editor = await EnterOfficeAsync(parley, "editor", "Editor");
        var ben = await EnterOfficeAsync(parley, "ben");
        await AllSeeAsync([editor, ben], editor, ben);
        await TopologyIsAsync(editor, "through a media server");
        await HearsAsync(editor, ben);

        await ModerateAsync(editor, ben, "mute");

        await Expect(ben.Page.Locator("#microphone")).ToBeDisabledAsync();
        var (last, silent) = (-1, 0);
        await Eventually.TrueAsync("no packet of ben's sound comes any more", async () =>
        {
            var now = await editor.Page.EvaluateAsync<int>(Packets, ben.Id);
            silent = now == last ? silent + 1 : 0;
            last = now;
            return silent >= Looks;
        });
        await HearsAsync(ben, editor);
        await AllSeeAsync([editor, ben], editor, ben);
    }

    [Fact]
    public async Task Who_comes_back_muted_only_watches_and_publishes_by_itself_when_a_moderator_ends_it()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync([janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var editor = await EnterOfficeAsync(parley, "editor", "Editor");
        var ben = await EnterOfficeAsync(parley, "ben");
        await AllSeeAsync([editor, ben], editor, ben);
        await ModerateAsync(editor, ben, "mute");
        await Expect(ben.Page.Locator("#microphone")).ToBeDisabledAsync();

        await ben.Page.ReloadAsync();

        await Expect(StateOf(ben, ben)).ToHaveTextAsync("you, only watching, muted");
        await Expect(ben.Page.Locator("#microphone")).ToBeDisabledAsync();
        await AllSeeAsync([ben], editor);
        await HearsAsync(ben, editor);
        (await ben.Page.EvaluateAsync<bool>("() => parley.calls.worldMedia.sfu.room.uplink === null")).ShouldBeTrue();
        await Eventually.TrueAsync("the editor gets nothing of ben", () =>
            editor.Page.EvaluateAsync<bool>("id => !parley.calls.active.has(id)", ben.Id));
        await Expect(StateOf(editor, ben)).ToHaveTextAsync("muted");
        await Look.AtAsync(ben, "muted-on-media-server");

        await ModerateAsync(editor, ben, "unmute");

        await Expect(ben.Page.Locator("#microphone")).ToBeEnabledAsync();
        await AllSeeAsync([editor, ben], editor, ben);
        await HearsAsync(editor, ben);
        await Expect(StateOf(ben, ben)).ToHaveTextAsync("you");
    }

    [Fact]
    public async Task Who_is_muted_when_the_room_goes_to_the_media_server_watches_there_and_is_seen_again_without_it()
    {
        await using var janus = await Media.StartJanusAsync();
        await using var parley = await Media.StartParleyAsync(
            [janus], ("Parley:World:OpenAreaSfuAbove", "4"), ("Parley:World:TopologyHold", "3s"));
        var editor = await EnterOfficeAsync(parley, "editor", "Editor");
        var ben = await EnterOfficeAsync(parley, "ben");
        await AllSeeAsync([editor, ben], editor, ben);
        await ModerateAsync(editor, ben, "mute");
        await Expect(ben.Page.Locator("#microphone")).ToBeDisabledAsync();
        var crowd = await OpenCrowdAsync(parley);

        await CrowdComesAsync(crowd, 3);

        await Expect(StateOf(ben, ben)).ToHaveTextAsync("you, only watching, muted");
        await AllSeeAsync([ben], editor);
        await Eventually.TrueAsync("nothing of ben comes any more", () =>
            editor.Page.EvaluateAsync<bool>("id => !parley.calls.active.has(id)", ben.Id));

        await CrowdLeavesAsync(crowd);

        await TopologyIsAsync(ben, "peer to peer");
        await AllSeeAsync([editor, ben], editor, ben);
        await Expect(StateOf(ben, ben)).ToHaveTextAsync("you, muted");
    }

    private static Microsoft.Playwright.ILocator StateOf(Person page, Person who) =>
        page.Page.Locator($"#people-list li[data-user='{who.Id}'] .person-state");

    private static async Task ModerateAsync(Person moderator, Person target, string action)
    {
        var row = moderator.Page.Locator($"#people-list li[data-user='{target.Id}']");
        await row.Locator("summary").ClickAsync();
        await row.Locator($"button[data-action='{action}']").ClickAsync();
    }
}
