using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.World;

/// <summary>Chairs are for one at a time.</summary>
public sealed class Seats(Chromium chromium, DemoServer server) : WorldTests(chromium, server)
{
    /// <summary>Behind the reception.</summary>
    private static readonly (int X, int Y) Chair = (20, 11);

    [Fact]
    public async Task Of_two_who_want_a_chair_one_sits_and_the_other_is_told()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        Person[] both = [ada, ben];

        await Task.WhenAll(both.Select(person => PointAtAsync(person, Chair.X, Chair.Y)));

        var winner = await Task.WhenAny(both.Select(SitsAsync)).Unwrap();
        var other = both.Single(person => person != winner);
        await IsToldAsync(other, "taken");
        await IsStanceAsync(other, winner, "sitting");
        await StandsAtAsync(other, winner, $"{Chair.X},{Chair.Y}");
        await Expect(Row(other, winner)).ToContainTextAsync("sits");
        await Expect(Action(other)).ToBeHiddenAsync();
        (await other.Page.EvaluateAsync<bool>("() => parley.office.walker.object === null")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_chair_that_one_has_left_is_free_for_the_next()
    {
        var ada = await EnterAsync("ada");
        var ben = await EnterAsync("ben");
        await PointAtAsync(ada, Chair.X, Chair.Y);
        await SitsAsync(ada);

        await Expect(Action(ada)).ToHaveTextAsync("Stand up");
        await StepAsync(ada, "ArrowLeft");
        await IsStanceAsync(ben, ada, "idle");
        await PointAtAsync(ben, Chair.X, Chair.Y);

        await SitsAsync(ben);
        await IsStanceAsync(ada, ben, "sitting");
    }

    [Fact]
    public async Task Keys_are_enough_to_sit_down_and_to_get_up()
    {
        var ada = await EnterAsync("ada");
        await PointAtAsync(ada, Chair.X + 1, Chair.Y);
        await StandsAtAsync(ada, ada, $"{Chair.X + 1},{Chair.Y}");
        await RememberAnnouncementsAsync(ada);

        await Expect(Action(ada)).ToHaveTextAsync("Sit down");
        await ada.Page.Keyboard.PressAsync("e");
        await SitsAsync(ada);
        await HasHeardAsync(ada, "You sit down.");
        await ada.Page.Keyboard.PressAsync("e");

        await IsStanceAsync(ada, ada, "idle");
        await Expect(Action(ada)).ToHaveTextAsync("Sit down");
    }

    private static async Task<Person> SitsAsync(Person person)
    {
        await person.Page.WaitForFunctionAsync("() => parley.office.walker.state === 'sitting'");
        return person;
    }

    private static Microsoft.Playwright.ILocator Row(Person page, Person who) => page.Page.Locator($"#people-list li[data-user='{who.Id}']");

    private static Microsoft.Playwright.ILocator Action(Person person) => person.Page.Locator("#office-action");
}
