using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Maps;

public sealed class Catalog
{
    private readonly WorldCatalog worlds = new();
    private readonly List<string> told = [];

    public Catalog() => worlds.Changed += c => told.Add($"{c.WorldId}: {c.Before?.Version ?? "-"} to {c.After?.Version ?? "-"}");

    [Fact]
    public void A_world_comes_is_swapped_and_goes_and_each_is_told()
    {
        worlds.Put(WorldText.Map());
        worlds.Put(WorldText.Map(w => w["version"] = 4));
        worlds.Remove("hq").ShouldBeTrue();
        worlds.Remove("hq").ShouldBeFalse();

        told.ShouldBe(["hq: - to 3", "hq: 3 to 4", "hq: 4 to -"]);
        worlds.Find("hq").ShouldBeNull();
    }

    [Fact]
    public void The_same_file_again_is_no_change()
    {
        var first = WorldText.Map();
        worlds.Put(first);
        worlds.Put(WorldText.Map());

        told.ShouldHaveSingleItem();
        worlds.Find("hq").ShouldBeSameAs(first);
    }

    [Fact]
    public void All_worlds_are_listed_by_id()
    {
        foreach (var id in new[] { "b", "a", "C" }) worlds.Put(WorldText.Map(w => w["worldId"] = id));

        worlds.All.Select(w => w.WorldId).ShouldBe(["C", "a", "b"]);
        worlds.Count.ShouldBe(3);
    }

    [Fact]
    public void Whoever_is_told_finds_what_they_were_told()
    {
        var seen = new List<bool>();
        worlds.Changed += c => seen.Add(ReferenceEquals(worlds.Find(c.WorldId), c.After));

        worlds.Put(WorldText.Map());
        worlds.Remove("hq");

        seen.ShouldBe([true, true]);
    }
}
