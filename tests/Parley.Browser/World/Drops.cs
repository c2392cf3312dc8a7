using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.World;

/// <summary>Who drops and is back in time was never away.</summary>
public sealed class Drops(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    private const string KeepCalls = "() => { globalThis.kept = [...parley.calls.active.values()].map(call => call.pc) }";
    private const string SameCalls = "() => [...parley.calls.active.values()].every(call => kept.includes(call.pc))";

    [Fact]
    public async Task A_lost_socket_comes_back_and_the_others_see_nothing_of_it()
    {
        await using var route = new CuttableRoute(Server);
        var ada = await EnterAsync("ada");
        var ben = await EnterAtAsync(route.Address, "ben");
        var cleo = await EnterAsync("cleo");
        await SeeEachOtherAsync(ada, ben, cleo);
        await StepAsync(ben, "ArrowRight");
        var place = await TileOfAsync(ben, ben);
        foreach (var person in (Person[])[ada, ben, cleo])
        {
            await person.Page.EvaluateAsync(KeepCalls);
            await RememberAnnouncementsAsync(person);
        }

        route.Cut();
        await HasHeardAsync(ben, "You are back in Lobby.");

        await SeeEachOtherAsync(ada, ben, cleo);
        foreach (var other in (Person[])[ada, cleo])
        {
            (await AnnouncementsAsync(other)).ShouldBeEmpty();
            await StandsAtAsync(other, ben, place);
        }

        foreach (var person in (Person[])[ada, ben, cleo]) (await person.Page.EvaluateAsync<bool>(SameCalls)).ShouldBeTrue();
        await StepAsync(ben, "ArrowLeft");
        await StandsAtAsync(ada, ben, await TileOfAsync(ben, ben));
    }

    [Fact]
    public async Task A_page_that_crashed_has_left_since_Chromium_closes_its_socket_and_it_comes_in_again()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        await SeeEachOtherAsync(ada, ben);
        await RememberAnnouncementsAsync(ada);

        await ben.CrashesAsync();
        var again = await EnterAsync("ben");

        await SeeEachOtherAsync(ada, again);
        (await AnnouncementsAsync(ada)).ShouldBe([$"{ben.Id} left.", $"{ben.Id} came in."]);
    }

    [Fact]
    public async Task A_second_page_of_the_same_user_takes_the_first_ones_place()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        await SeeEachOtherAsync(ada, ben);

        var again = await EnterAsync("ben");

        await ben.IsAsync("error");
        await ben.ReadsAsync("from elsewhere");
        await SeeEachOtherAsync(ada, again);
        await Expect(ada.Page.Locator("#people-list li")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Closing_the_page_is_leaving()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        await SeeEachOtherAsync(ada, ben);

        await ben.Page.CloseAsync();

        await ada.ReadsAsync("Alone in Lobby.");
    }

    [Fact]
    public async Task An_office_that_is_not_there_is_told_in_words()
    {
        var ada = await OpenAsync(Id("ada"), "protocol=world&world=nowhere&auto=1");

        await ada.IsAsync("error");
        await ada.ReadsAsync("There is no office");
    }
}
