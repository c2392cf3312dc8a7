using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Live;

/// <summary>Who is muted in a zone on the media server is cut there, whatever the client does.</summary>
[Collection(nameof(MediaHost))]
public sealed class MutedInTheOffice(Chromium chromium, DemoServer server, MediaHost media) : LiveTests(chromium, server, media)
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
        var ben = await EnterOfficeAsync(parley, "ben", "Member");
        await AllSeeAsync([editor, ben], editor, ben);
        await Expect(editor.Page.Locator("#office-topology")).ToHaveTextAsync("through a media server");
        await HearsAsync(editor, ben);

        var row = editor.Page.Locator($"#people-list li[data-user='{ben.Id}']");
        await row.Locator("summary").ClickAsync();
        await row.Locator("button[data-action='mute']").ClickAsync();

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

    private async Task<Person> EnterOfficeAsync(ParleyProcess at, string name, string role)
    {
        var person = await OpenBesideAsync(name, $"protocol=world&role={role}&auto=1", at);
        await Expect(person.Page.Locator("#people-place")).ToHaveTextAsync("In Lobby");
        return person;
    }
}
