using Parley.Browser.Hosting;

namespace Parley.Browser.Calls;

/// <summary>The network between a page and the server is gone for a moment, in the middle of a call.</summary>
public sealed class Resuming(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    private const string Record = """
        () => {
          globalThis.numbers = [];
          globalThis.left = 0;
          globalThis.resumed = new Promise(done => parley.session.connection.on('resumed', ({ result }) => done(result)));
          parley.session.connection.on('message', ({ data }) => {
            if (data?.type === 'n') numbers.push(data.data.n);
            if (data?.type === 'user-left') left++;
          });
        }
        """;

    private const string Say = """
        ([from, to]) => { for (let n = from; n <= to; n++) parley.session.connection.send({ type: 'n', data: { n } }) }
        """;

    [Fact]
    public async Task The_call_goes_on_and_what_was_sent_meanwhile_arrives_once_and_in_order()
    {
        await using var route = new CuttableRoute(Server);
        var people = await Task.WhenAll(
            JoinAsync("alice"), OpenAtAsync(route.Address, Id("bob"), $"protocol=chatroom&room={Room}&auto=1"));
        var (alice, bob) = (people[0], people[1]);
        await SeeEachOtherAsync(alice, bob);
        foreach (var person in people) await person.Page.EvaluateAsync(Record);

        await SayAsync(alice, 1, 5);
        await SayAsync(bob, 1, 5);
        route.Open = false;
        route.Cut();
        await SayAsync(alice, 6, 20);
        await SayAsync(bob, 6, 20);
        route.Open = true;

        (await bob.Page.EvaluateAsync<string>("() => resumed")).ShouldBe("resumed");
        await SayAsync(alice, 21, 21);
        await SayAsync(bob, 21, 21);
        foreach (var person in people)
        {
            await person.Page.WaitForFunctionAsync("() => numbers.at(-1) === 21");
            (await person.Page.EvaluateAsync<int[]>("() => numbers")).ShouldBe(Enumerable.Range(1, 21));
        }

        (await alice.Page.EvaluateAsync<int>("() => left")).ShouldBe(0);
        await SeeEachOtherAsync(alice, bob);
    }

    private static async Task SayAsync(Person person, int from, int to) => await person.Page.EvaluateAsync(Say, new[] { from, to });
}
