using Parley.Browser.Hosting;

namespace Parley.Browser.Live;

/// <summary>A room of the office that is on the media server already.</summary>
[Collection(nameof(MediaHost))]
public sealed class OfficeOnMediaServer(Chromium chromium, DemoServer server, MediaHost media) : OfficeTests(chromium, server, media)
{
    [Fact]
    public async Task Who_comes_later_is_seen_through_it_from_the_beginning()
    {
        await using var parley = await Media.StartParleyAsync([Media.Janus], ("Parley:World:OpenAreaSfuAbove", "1"));
        var (ada, ben) = (await EnterOfficeAsync(parley, "ada"), await EnterOfficeAsync(parley, "ben"));
        await Task.WhenAll(ComesByAsync(ada, ben, onSfu: true), ComesByAsync(ben, ada, onSfu: true));

        var cleo = await EnterOfficeAsync(parley, "cleo");

        await AllSeeAsync([ada, ben, cleo], ada, ben, cleo);
        foreach (var other in (Person[])[ada, ben]) (await cleo.Page.EvaluateAsync<bool>(IsOnSfu, other.Id)).ShouldBeTrue();
    }
}
