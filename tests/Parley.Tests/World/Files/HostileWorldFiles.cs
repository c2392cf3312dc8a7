using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Parley.Protocols.World;

namespace Parley.Tests.World.Files;

public sealed class HostileWorldFiles
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(WorldText.Good().ToJsonString());

    /// <summary>Values that could stand anywhere in a file, and mostly should not.</summary>
    private static readonly Gen<string> AnyValue = Gen.Elements(
        "null", "true", "0", "-1", "1e999", "-1e999", "4294967296", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"hall\"", "\"chair\"", "[]", "[[]]",
        "{}", "{\"x\":1}", "{\"id\":\"a\",\"id\":\"b\"}", "{\"\\udfff\":1}", "[null]", "[1,2,3]", "{\"x\":0,\"y\":0,\"width\":1000,\"height\":1000}");

    private static readonly Gen<byte[]> SpoiltValue =
        from place in Gen.Choose(0, Places(WorldText.Good()).Count() - 1)
        from value in AnyValue
        select Encoding.UTF8.GetBytes(Replaced(place, value));

    private static readonly Gen<byte[]> SpoiltBytes =
        from at in Gen.Choose(0, Good.Length - 1)
        from cut in Gen.Choose(0, 20)
        from added in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        select (byte[])[.. Good[..at], .. added, .. Good[Math.Min(Good.Length, at + cut)..]];

    [Fact]
    public void Whatever_a_file_holds_it_is_a_map_or_has_faults_and_nothing_is_thrown() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Gen.Frequency((3, SpoiltValue), (2, SpoiltBytes)).ToArbitrary(), json =>
        {
            var result = WorldFileReader.Read(json, "any.json");
            return ((result.Map is null) == (result.Faults.Count > 0)).Label("a map or faults")
                .And(result.Faults.All(f => f.Path.StartsWith('$') && f.Why.Length is > 0 and < 500 && !f.ToString().Any(char.IsControl) && f.File == "any.json").Label($"faults are named: {string.Join('\n', result.Faults)}"));
        }));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("nul")]
    [InlineData("{} {}")]
    [InlineData("{\"worldId\": \"a\",}")]
    [InlineData("{} // done")]
    public void What_is_no_json_object_is_a_fault_of_the_whole_file(string json) =>
        WorldText.Read(json).Faults.ShouldContain(f => f.Path == "$" || f.Why == "is missing.");

    [Fact]
    public void A_syntax_error_is_named_by_line_and_byte()
    {
        var fault = WorldText.Read("{\n  \"worldId\": \"hq\"\n  \"version\": 1\n}").Faults.ShouldHaveSingleItem();

        fault.Path.ShouldBe("$");
        fault.Why.ShouldStartWith("is not valid JSON: line 3, byte 3: ");
        fault.Why.ShouldNotContain("LineNumber");
    }

    [Fact]
    public void A_field_that_is_given_twice_is_refused() =>
        WorldText.Read("""{"worldId": "a", "worldId": "b"}""").Faults.ShouldHaveSingleItem().Why.ShouldContain("worldId");

    [Theory]
    [InlineData("\"x\": \"\\ud800\"")]
    [InlineData("\"\\udc00\": 1")]
    public void Half_of_a_surrogate_pair_is_refused(string field) => WorldText.Read($"{{\n{field}}}").Faults.ShouldHaveSingleItem()
        .Why.ShouldBe("has a text with half of a surrogate pair (\\ud800 to \\udfff) in it, in line 2.");

    [Fact]
    public void What_is_not_utf8_is_refused() =>
        WorldFileReader.Read([.. "{\"worldId\": \""u8, 0xFF, .. "\"}"u8], "x").Faults.ShouldHaveSingleItem().Why.ShouldBe("is not UTF-8.");

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var deep = $"{{\"meta\":{new string('[', 100_000)}";

        WorldText.Read(deep).Faults.ShouldHaveSingleItem().Why.ShouldContain("depth");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_even_parsed() => WorldFileReader
        .Read(new byte[WorldFileLimits.FileBytes + 1], "x").Faults.ShouldHaveSingleItem().Why.ShouldBe("is longer than the 4194304 bytes that are taken.");

    [Theory]
    [InlineData(1000, 251)]
    [InlineData(1001, 1)]
    public void A_map_that_is_too_large_is_refused_before_anything_is_made_of_it(int width, int height) => WorldText
        .FaultsOf(w => (w["map"]!["width"], w["map"]!["height"], w["map"]!["layers"]) = (width, height, new JsonArray()))
        .ShouldContain(f => f.StartsWith("$.map"));

    [Theory]
    [InlineData("zones", WorldFileLimits.Zones)]
    [InlineData("doors", WorldFileLimits.Doors)]
    [InlineData("objects", WorldFileLimits.Objects)]
    [InlineData("spawnPoints", WorldFileLimits.SpawnPoints)]
    public void A_list_that_is_too_long_is_refused_as_a_whole(string list, int most) => WorldText
        .FaultsOf(w => w[list] = new JsonArray([.. Enumerable.Range(0, most + 1).Select(_ => (JsonNode)new JsonObject())]))
        .Where(f => f.StartsWith($"$.{list}")).ShouldHaveSingleItem().ShouldContain($"has {most + 1} ");

    [Fact]
    public void Faults_without_end_are_told_up_to_a_bound()
    {
        var faults = WorldText.FaultsOf(w => w["objects"] = new JsonArray([.. Enumerable.Range(0, 5000).Select(_ => (JsonNode)1)]));

        faults.Length.ShouldBe(WorldFileLimits.Faults + 1);
        faults[^1].ShouldBe("$: there is more, which is not listed.");
    }

    [Fact]
    public void As_many_unknown_fields_as_fit_into_a_file_are_passed_over_and_told_up_to_a_bound()
    {
        var fields = string.Join(',', Enumerable.Range(0, 300_000).Select(i => $"\"f{i}\":0"));
        var good = WorldText.Good().ToJsonString();

        var result = WorldText.Read($"{{{fields},{good[1..]}");

        result.Map.ShouldNotBeNull();
        result.Warnings.Count.ShouldBe(WorldFileLimits.Faults + 1);
    }

    [Fact]
    public void As_many_tiles_as_fit_into_a_file_that_are_all_wrong_are_told_up_to_a_bound() => WorldText
        .FaultsOf(w => w["map"]!["layers"]![1]!["tiles"] = new JsonArray([.. Enumerable.Range(0, 60).Select(_ => (JsonNode)"x")]))
        .Length.ShouldBe(60);

    /// <summary>Each value of the good file in turn, replaced.</summary>
    private static string Replaced(int place, string value)
    {
        var world = WorldText.Good();
        var (parent, name) = Places(world).ElementAt(place);
        // A marker, for the node type can't hold all that a text can.
        if (parent is JsonArray list) list[(int)name] = "@@@";
        else parent[(string)name] = "@@@";
        return world.ToJsonString().Replace("\"@@@\"", value);
    }

    private static IEnumerable<(JsonNode Parent, object Name)> Places(JsonNode node) => node switch
    {
        JsonObject map => map.ToArray().SelectMany(p => Below(p.Value).Prepend((map, p.Key))),
        JsonArray list => list.ToArray().SelectMany((n, i) => Below(n).Prepend((list, (object)i))),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, object Name)> Below(JsonNode? node) => node is null ? [] : Places(node);
}
