using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>
/// Many threads, each with people of its own who come, walk, change zone, drop and leave, while another ticks and lets time
/// pass. What each is told has to make sense by itself at every moment, and in the end everybody's picture is the same.
/// </summary>
public sealed class WorldStorm
{
    private const int Threads = 4;
    private const int People = 5;
    private const int Steps = 400;

    private static readonly (string Zone, double X, double Y)[] Places = [("hall", 1.5, 1.5), ("team", 5.5, 1.5), ("booth", 8.5, 1.5)];

    [Fact]
    public void Rosters_stay_consistent_in_a_storm()
    {
        var bench = new WorldBench(
            new() { MessagesPerSecond = 1_000_000, Burst = 1_000_000, PresencePerSecond = 1_000_000, MovesPerSecond = 1_000_000, Grace = TimeSpan.FromSeconds(1) },
            WorldText.Map(w =>
            {
                foreach (var zone in w["zones"]!.AsArray()) zone!["overrides"] = new System.Text.Json.Nodes.JsonObject { ["sharedTiles"] = true };
            }));
        var views = Enumerable.Range(0, Threads * People).Select(i => new View(bench, $"u{i:00}", batches: i % 2 == 0)).ToArray();
        using var done = new CancellationTokenSource();
        var ticking = new Thread(() =>
        {
            while (!done.IsCancellationRequested) bench.Pass(0.07);
        });
        ticking.Start();

        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            var random = new Random(t);
            for (var i = 0; i < Steps; i++) views[(t * People) + random.Next(People)].Act(random);
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        done.Cancel();
        ticking.Join();

        foreach (var view in views) view.Rest();
        for (var i = 0; i < 30; i++) bench.Pass(0.07);
        foreach (var view in views) view.Read();
        foreach (var view in views.Where(v => v.Zone is not null))
        {
            var there = views.Where(v => v != view && v.Zone == view.Zone).Select(v => v.Name).Order();
            view.Peers.Order().ShouldBe(there, view.Name);
        }

        views.SelectMany(v => v.Faults).ShouldBeEmpty();
        bench.Failures.ShouldBeEmpty();
        foreach (var view in views) view.Go();
        bench.Pass(2);
        bench.RoomsOf("world").ShouldBe(0);
        bench.RoomsOf("world-user").ShouldBe(0);
    }

    /// <summary>What one person believes, by nothing but what it was told.</summary>
    private sealed class View(WorldBench bench, string name, bool batches)
    {
        private readonly Storyline story = new(name);
        private readonly Person person = new(bench, name) { Batches = batches };
        private bool connected;

        public string Name => name;

        public string? Zone => story.Zone;

        public IEnumerable<string> Peers => story.Peers;

        public IEnumerable<string> Faults => story.Faults;

        public void Act(Random random)
        {
            var what = random.Next(12);
            if (!connected) Come();
            else if (what == 0) Go();
            else if (what == 1) Drop();
            else if (what < 5) Change(Places[random.Next(Places.Length)]);
            else person.Send(Turn(random));
            if (random.Next(3) > 0) Read();
        }

        public void Read()
        {
            // The recording is not made for two threads at once, but the world's lock is around every delivery.
            if (connected) story.Follow(person);
        }

        /// <summary>Comes if it is away, so that the end is the same for all.</summary>
        public void Rest()
        {
            if (!connected) Come();
            Read();
        }

        public void Go()
        {
            if (!connected) return;
            connected = false;
            person.Leave();
            story.Forget();
        }

        private void Drop()
        {
            connected = false;
            person.Drop();
            story.Forget();
        }

        private void Come()
        {
            person.Connect().Join();
            connected = true;
        }

        private void Change((string Zone, double X, double Y) to)
        {
            Read();
            if (story.Zone is { } from && from != to.Zone)
            {
                person.Send(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $$$"""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"{{{from}}}","to_zone_id":"{{{to.Zone}}}","position":{"x":{{{to.X}}},"y":{{{to.Y}}} } } }"""));
            }
        }

        private string Turn(Random random)
        {
            Read();
            var place = Places.FirstOrDefault(p => p.Zone == story.Zone, Places[0]);
            return Person.Update(place.X, place.Y, story.Zone ?? "hall", random.Next(2) == 0 ? "idle" : "sitting", random.Next(2) == 0 ? "north" : "west");
        }
    }
}
