using System.Text;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Storage;
using Parley.Core.Time;
using Parley.Core.Turn;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>
/// The world <c>office</c> without a wall: from left to right <c>hall</c> (open area, where people come in), <c>team</c> and
/// <c>meet</c> (meeting room). With a media server, TURN, and a list in the place of the audit.
/// </summary>
internal sealed class RulesOffice
{
    public const string SfuUrl = "wss://sfu.example.org/live";

    /// <summary>The world's file.</summary>
    public const string File =
        """
        {
          "worldId": "office", "workspaceId": "acme", "version": 1, "meta": { "name": "Office" },
          "map": { "tileSet": "office", "width": 20, "height": 10, "layers": [{ "id": "floor", "tiles": [] }] },
          "zones": [
            { "id": "hall", "type": "OpenArea", "bounds": { "x": 0, "y": 0, "width": 10, "height": 10 } },
            { "id": "team", "type": "TeamArea", "bounds": { "x": 10, "y": 0, "width": 5, "height": 10 } },
            { "id": "meet", "type": "MeetingRoom", "bounds": { "x": 15, "y": 0, "width": 5, "height": 10 } }
          ],
          "doors": [],
          "objects": [
            { "id": "chair", "type": "chair", "position": { "x": 2, "y": 2 }, "occupancy": "single", "interaction": { "action": "sit" } },
            { "id": "stool", "type": "chair", "position": { "x": 3, "y": 2 }, "occupancy": "single", "interaction": { "action": "sit" } },
            { "id": "desk", "type": "desk", "position": { "x": 2, "y": 3 }, "occupancy": "single", "interaction": { "action": "use", "requires": "chair" } },
            { "id": "board", "type": "board", "position": { "x": 3, "y": 3 }, "occupancy": "single", "interaction": { "action": "attach", "requires": ["Admin", "Editor"] } },
            { "id": "coffee", "type": "machine", "position": { "x": 1, "y": 3 }, "occupancy": "multiple", "interaction": { "action": "use" } },
            { "id": "plant", "type": "plant", "position": { "x": 1, "y": 2 } },
            { "id": "sofa", "type": "sofa", "position": { "x": 9, "y": 9 }, "occupancy": "single", "interaction": { "action": "sit" } },
            { "id": "couch", "type": "sofa", "position": { "x": 10, "y": 5 }, "occupancy": "single", "interaction": { "action": "sit" } }
          ],
          "spawnPoints": [{ "x": 2.5, "y": 2.5 }]
        }
        """;

    private readonly WorldBench bench;

    public RulesOffice(bool media = true, bool turn = true, WorldOptions? options = null)
    {
        var time = new ManualTimeProvider();
        var clock = new Clock(time);
        var relays = new TurnCredentials(["turn:turn.example.org:3478"], "north", TimeSpan.FromHours(1), time);
        Rules = new WorldRules
        {
            Uuids = new OrderedUuids(time),
            Media = media ? () => MediaAvailable : null,
            SignSfu = ticket => $"{ticket.UserId}@{ticket.Room}#{++tokens}",
            RelayFor = turn ? relays.RelayFor : _ => null,
            TurnRates = new KeyedRates<string>(clock, 5, TimeSpan.FromMinutes(1)),
            RefusalRates = new KeyedRates<string>(clock, 3, TimeSpan.FromMinutes(1)),
            Record = Audit.Add,
        };
        bench = new WorldBench((options ?? new WorldOptions()) with { SfuUrl = SfuUrl }, MapOf(File), rules: Rules, time: time, hosted: Hosted);
    }

    private int tokens;

    /// <summary>Whether a media server is there.</summary>
    public bool MediaAvailable { get; set; } = true;

    /// <summary>What the world wants of its zones' live rooms.</summary>
    public HostedRooms Hosted { get; } = new();

    public List<AuditRecord> Audit { get; } = [];

    public WorldRules Rules { get; }

    public WorldBench Bench => bench;

    public Person Come(string name, string roles = "Member") => bench.Come(name, "office", roles);

    /// <summary>Several, who have all read that the others came.</summary>
    public Person[] ComeAll(params string[] names)
    {
        Person[] people = [.. names.Select(n => Come(n))];
        foreach (var person in people) person.Take();
        return people;
    }

    /// <summary>Time passes second by second, so that all that becomes due does so in its order.</summary>
    public void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++) bench.Pass(1);
    }

    /// <summary>Replaces the map by one in which something is written otherwise.</summary>
    public void Edit(string what, string by)
    {
        File.ShouldContain(what);
        bench.Worlds.Put(MapOf(File.Replace(what, by, StringComparison.Ordinal)));
    }

    public static WorldMap MapOf(string json)
    {
        var result = WorldFileReader.Read(Encoding.UTF8.GetBytes(json), "office.json");
        result.Faults.ShouldBeEmpty();
        return result.Map!;
    }
}
