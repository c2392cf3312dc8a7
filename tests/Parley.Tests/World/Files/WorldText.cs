using System.Text;
using System.Text.Json.Nodes;
using Parley.Protocols.World;

namespace Parley.Tests.World.Files;

/// <summary>World files for tests, to be spoilt in one place each.</summary>
internal static class WorldText
{
    /// <summary>
    /// <code>
    ///   0123456789
    /// 0 ####d#####    o  open area, with the first spawn point at (1, 1)
    /// 1 #ooo#ttppp    t  team's area, p  a private room in it
    /// 2 #ooodttppp    d  doors: at (4, 0) leads to the open area, at (4, 2) to the team's
    /// 3 #ooo#ttttt
    /// 4 ##########
    /// 5 mmmmmmmmmm    m  meeting room, whose door at (5, 4) only Admins and Editors cross
    /// </code>
    /// </summary>
    public static JsonObject Good() => JsonNode.Parse(
        """
        {
          "worldId": "hq", "workspaceId": "acme", "version": 3, "meta": { "name": "Headquarters", "author": { "any": "thing" } },
          "map": {
            "tileSet": "office", "width": 10, "height": 6,
            "layers": [
              { "id": "floor", "tiles": [] },
              { "id": "walls", "collision": true, "tiles": [
                1,1,1,1,0,1,1,1,1,1,
                1,0,0,0,1,0,0,0,0,0,
                1,0,0,0,0,0,0,0,0,0,
                1,0,0,0,1,0,0,0,0,0,
                1,1,1,1,1,0,1,1,1,1,
                0,0,0,0,0,0,0,0,0,0 ] }
            ]
          },
          "zones": [
            { "id": "hall", "name": "Hall", "type": "OpenArea", "bounds": { "x": 0, "y": 0, "width": 5, "height": 4 } },
            { "id": "team", "type": "TeamArea", "bounds": { "x": 5, "y": 1, "width": 5, "height": 3 }, "overrides": { "capacity": 5 } },
            { "id": "booth", "type": "PrivateRoom", "bounds": { "x": 7, "y": 1, "width": 3, "height": 2 }, "overrides": { "sharedTiles": true, "sfuAbove": 2 } },
            { "id": "meeting", "type": "MeetingRoom", "bounds": { "x": 0, "y": 5, "width": 10, "height": 1 } }
          ],
          "doors": [
            { "id": "entrance", "bounds": { "x": 4, "y": 0, "width": 1, "height": 1 }, "leadsToZone": "hall" },
            { "id": "to-team", "bounds": { "x": 4, "y": 2, "width": 1, "height": 1 }, "leadsToZone": "team", "access": { "type": "public" } },
            { "id": "to-meeting", "bounds": { "x": 5, "y": 4, "width": 1, "height": 1 }, "leadsToZone": "meeting",
              "access": { "type": "restricted", "allowedRoles": ["Admin", "Editor"] } }
          ],
          "objects": [
            { "id": "chair", "type": "chair", "position": { "x": 2, "y": 1 }, "occupancy": "single",
              "interaction": { "action": "sit" }, "linkedObjects": ["desk"] },
            { "id": "desk", "type": "desk", "position": { "x": 2, "y": 0 }, "occupancy": "multiple",
              "interaction": { "action": "use", "requires": "chair" }, "linkedObjects": [] },
            { "id": "board", "type": "whiteboard", "position": { "x": 7.5, "y": 5.5 }, "occupancy": "single",
              "interaction": { "action": "attach", "requires": ["Admin", "Editor"] } },
            { "id": "plant", "type": "plant", "position": { "x": 3, "y": 3 } }
          ],
          "spawnPoints": [{ "id": "in", "position": { "x": 1.5, "y": 1.5 } }, { "x": 5, "y": 1 }]
        }
        """)!.AsObject();

    /// <summary>The good world with something changed in it.</summary>
    public static JsonObject With(Action<JsonObject> change)
    {
        var world = Good();
        change(world);
        return world;
    }

    public static WorldFileResult Read(JsonNode world) => Read(world.ToJsonString());

    public static WorldFileResult Read(string json) => WorldFileReader.Read(Encoding.UTF8.GetBytes(json), "hq.json");

    /// <summary>What is wrong after a change: <c>path: why</c>.</summary>
    public static string[] FaultsOf(Action<JsonObject> change) =>
        [.. Read(With(change)).Faults.Select(f => $"{f.Path}: {f.Why}")];

    public static WorldMap Map(Action<JsonObject>? change = null)
    {
        var result = Read(With(change ?? (_ => { })));
        result.Faults.ShouldBeEmpty();
        return result.Map.ShouldNotBeNull();
    }

    /// <summary>An open area all over, with walls where the picture has <c>#</c>.</summary>
    public static WorldMap Picture(params string[] rows)
    {
        var tiles = rows.SelectMany(r => r.Select(c => c == '#' ? 1 : 0));
        var result = Read(new JsonObject
        {
            ["worldId"] = "picture",
            ["workspaceId"] = "acme",
            ["version"] = 1,
            ["map"] = new JsonObject
            {
                ["width"] = rows[0].Length,
                ["height"] = rows.Length,
                ["layers"] = new JsonArray(new JsonObject
                {
                    ["id"] = "walls",
                    ["collision"] = true,
                    ["tiles"] = new JsonArray([.. tiles.Select(t => (JsonNode)t)]),
                }),
            },
            ["zones"] = new JsonArray(new JsonObject
            {
                ["id"] = "all",
                ["type"] = "OpenArea",
                ["bounds"] = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = rows[0].Length, ["height"] = rows.Length },
            }),
            ["spawnPoints"] = new JsonArray(FirstFree(rows)),
        });
        result.Faults.ShouldBeEmpty();
        return result.Map!;
    }

    private static JsonObject FirstFree(string[] rows)
    {
        var y = Array.FindIndex(rows, r => r.Contains('.'));
        return new JsonObject { ["x"] = rows[y].IndexOf('.'), ["y"] = y };
    }
}
