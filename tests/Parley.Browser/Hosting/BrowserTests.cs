using Microsoft.Playwright;

namespace Parley.Browser.Hosting;

/// <summary>What a test with people at pages needs. Names and rooms are its own, as the server is shared.</summary>
public abstract class BrowserTests(Chromium chromium, DemoServer server) : IAsyncDisposable
{
    private static int count;

    private readonly int number = Interlocked.Increment(ref count);
    private readonly List<Person> people = [];

    protected Chromium Chromium { get; } = chromium;

    protected ParleyProcess Server { get; } = server.Process;

    protected string Room => $"room-{number}";

    /// <summary>The user id of somebody in this test.</summary>
    protected string Id(string name) => $"{name}-{number}";

    /// <summary>Opens the page.</summary>
    /// <param name="id">Of the user.</param>
    /// <param name="query">Fills the page's form.</param>
    /// <param name="at">The server; otherwise the shared one.</param>
    /// <param name="browser">Otherwise the shared one.</param>
    protected Task<Person> OpenAsync(string id, string query, ParleyProcess? at = null, IBrowser? browser = null) =>
        OpenAtAsync((at ?? Server).Address, id, query, browser);

    /// <summary>The same, by another address of the server.</summary>
    protected async Task<Person> OpenAtAsync(string server, string id, string query, IBrowser? browser = null)
    {
        var person = await Person.OpenAsync(browser ?? Chromium.Browser, id, $"{server}/?name={id}&{query}");
        lock (people) people.Add(person);
        return person;
    }

    /// <summary>Somebody who takes part in the room's call as soon as the page is there.</summary>
    protected Task<Person> JoinAsync(string name, ParleyProcess? at = null, IBrowser? browser = null) =>
        OpenAsync(Id(name), $"protocol=chatroom&room={Room}&auto=1", at, browser);

    /// <summary>Somebody who is there to call another user, or to be called.</summary>
    protected async Task<Person> RegisterAsync(string name, string to, ParleyProcess? at = null, IBrowser? browser = null)
    {
        var person = await OpenAsync(Id(name), $"protocol=direct&to={Id(to)}&auto=1", at, browser);
        await person.IsAsync("ready");
        return person;
    }

    /// <summary>Alice calls bob by either protocol, and both see each other.</summary>
    protected async Task<(Person Alice, Person Bob)> CallAsync(string protocol, ParleyProcess? at = null)
    {
        var room = protocol == "chatroom";
        var both = await Task.WhenAll(
            room ? JoinAsync("alice", at) : RegisterAsync("alice", "bob", at),
            room ? JoinAsync("bob", at) : RegisterAsync("bob", "alice", at));
        var (alice, bob) = (both[0], both[1]);
        if (!room)
        {
            await alice.ClickAsync("call");
            await bob.ClickAsync("accept");
        }

        await SeeEachOtherAsync(alice, bob);
        return (alice, bob);
    }

    protected static Task SeeEachOtherAsync(params Person[] all) =>
        Task.WhenAll(from one in all from other in all where one != other select one.SeesAsync(other));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        if (failed) await SaveEvidenceAsync();
        var faults = people.SelectMany(person => person.Faults).ToArray();
        foreach (var person in people) await person.DisposeAsync();
        if (!failed) faults.ShouldBeEmpty();
    }

    private async Task SaveEvidenceAsync()
    {
        var test = string.Concat(TestContext.Current.Test!.TestDisplayName.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        var folder = Directory.CreateDirectory(Path.Combine(Built.Artifacts, test)).FullName;
        foreach (var (person, i) in people.Select((person, i) => (person, i)))
            await person.SaveEvidenceAsync(Path.Combine(folder, $"{i}-{person.Name}"));
    }
}
