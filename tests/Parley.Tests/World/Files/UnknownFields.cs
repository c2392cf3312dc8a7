using System.Text.Json.Nodes;

namespace Parley.Tests.World.Files;

public sealed class UnknownFields
{
    [Theory]
    [InlineData("workspaceID", "workspaceId")]
    [InlineData("spawnpoints", "spawnPoints")]
    [InlineData("vresion", "version")]
    [InlineData("object", "objects")]
    public void A_typing_error_is_a_fault_that_names_the_field_that_was_meant(string written, string meant)
    {
        var faults = WorldText.FaultsOf(w =>
        {
            var value = w[meant]!.DeepClone();
            w.Remove(meant);
            w[written] = value;
        });

        faults.ShouldContain(f => f.StartsWith($"$.{written}: is no field that is known here; did you mean '{meant}'?"), string.Join('\n', faults));
    }

    [Fact]
    public void A_mistyped_override_does_not_pass_for_the_default() => WorldText
        .FaultsOf(w => w["zones"]![0]!["overrides"] = new JsonObject { ["capcity"] = 3 })
        .ShouldHaveSingleItem().ShouldStartWith("$.zones[0].overrides.capcity: is no field that is known here; did you mean 'capacity'?");

    [Fact]
    public void A_field_of_an_editors_own_is_told_and_passed_over()
    {
        var result = WorldText.Read(WorldText.With(w => w["zones"]![1]!["backgroundMusic"] = "jazz.ogg"));

        result.Map.ShouldNotBeNull();
        result.Faults.ShouldBeEmpty();
        var warning = result.Warnings.ShouldHaveSingleItem();
        (warning.File, warning.Path).ShouldBe(("hq.json", "$.zones[1].backgroundMusic"));
        warning.Why.ShouldStartWith("is no field that is known here, and is passed over. Known are id, name, type, bounds");
    }

    [Theory]
    [InlineData("zones")]
    [InlineData("doors")]
    [InlineData("objects")]
    [InlineData("spawnPoints")]
    public void What_is_under_meta_is_nobodys_business(string list)
    {
        var result = WorldText.Read(WorldText.With(w => w[list]![0]!["meta"] = new JsonObject { ["capcity"] = new JsonArray(1, 2) }));

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void The_good_file_has_none()
    {
        var result = WorldText.Read(WorldText.Good());

        result.Faults.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
    }
}
