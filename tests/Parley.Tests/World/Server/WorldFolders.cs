using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Parley.Protocols.World;
using Parley.Server.Worlds;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Server;

/// <summary>The folder of world files, looked through by hand.</summary>
public sealed class WorldFolders : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("parley-worlds-").FullName;
    private readonly WorldCatalog worlds = new();
    private readonly FolderLog log = new();
    private readonly WorldFolder folder;

    public WorldFolders()
    {
        folder = new WorldFolder(path, WorldText.Map(w => w["worldId"] = "example"), worlds, log);
        folder.Open();
    }

    private string Worlds => string.Join(' ', worlds.All.Select(w => $"{w.WorldId}/{w.Version}"));

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public void A_file_is_a_world_and_a_changed_file_a_changed_world()
    {
        Write("a.json", "hq", 1);
        Scan();
        Worlds.ShouldBe("example/3 hq/1");

        Write("a.json", "hq", 22);
        Scan();
        Worlds.ShouldBe("example/3 hq/22");
    }

    [Fact]
    public void A_file_of_the_same_length_and_time_is_read_again_when_it_was_touched()
    {
        Write("a.json", "hq", 1);
        Scan();
        var written = File.GetLastWriteTimeUtc(Path.Combine(path, "a.json"));
        Write("a.json", "hq", 2);
        File.SetLastWriteTimeUtc(Path.Combine(path, "a.json"), written);

        Scan();
        Worlds.ShouldBe("example/3 hq/1");
        Scan("a.json");
        Worlds.ShouldBe("example/3 hq/2");
    }

    [Fact]
    public void A_half_written_file_does_not_take_its_world_away()
    {
        Write("a.json", "hq", 1);
        Scan();
        File.WriteAllText(Path.Combine(path, "a.json"), Text("hq", 2)[..500]);

        Scan();
        Worlds.ShouldBe("example/3 hq/1");
        log.Lines.ShouldContain(l => l.StartsWith("World file a.json: $: is not valid JSON: line 1, byte 501"));
        log.Lines.ShouldContain("World hq stays as it was, until a.json has no faults.");

        Write("a.json", "hq", 2);
        Scan();
        Worlds.ShouldBe("example/3 hq/2");
    }

    [Fact]
    public void Every_fault_is_logged_once_and_other_files_are_read()
    {
        File.WriteAllText(Path.Combine(path, "a.json"), WorldText.With(w =>
        {
            w["zones"]![0]!["type"] = "Kitchen";
            w.Remove("version");
        }).ToJsonString());
        Write("b.json", "hq", 1);

        Scan();
        Scan();

        Worlds.ShouldBe("example/3 hq/1");
        log.Lines.Where(l => l.StartsWith("World file a.json: ")).Select(l => l.Split(": ")[1]).ShouldBe(["$.version", "$.zones[0].type"]);
    }

    [Fact]
    public void A_world_goes_with_its_file_when_that_is_missing_twice()
    {
        Write("a.json", "hq", 1);
        Scan();
        File.Delete(Path.Combine(path, "a.json"));

        Scan().ShouldBeTrue("it may be written anew in a moment");
        Worlds.ShouldBe("example/3 hq/1");
        Scan().ShouldBeFalse();
        Worlds.ShouldBe("example/3");
    }

    [Fact]
    public void A_file_that_is_taken_away_and_written_anew_is_no_gap()
    {
        var told = new List<string>();
        Write("a.json", "hq", 1);
        Scan();
        worlds.Changed += c => told.Add($"{c.Before?.Version}-{c.After?.Version}");

        File.Delete(Path.Combine(path, "a.json"));
        Scan();
        Write("a.json", "hq", 2);
        Scan();

        told.ShouldBe(["1-2"]);
    }

    [Fact]
    public void A_folder_that_can_not_be_read_takes_nothing_away()
    {
        Write("a.json", "hq", 1);
        Scan();
        Directory.Delete(path, recursive: true);

        Scan();
        Scan();

        Worlds.ShouldBe("example/3 hq/1");
        log.Lines.ShouldContain(l => l.Contains("can't be read, and worlds stay as they are"));
        Directory.CreateDirectory(path);
    }

    [Fact]
    public void Of_two_files_with_the_same_world_the_first_counts_until_it_goes()
    {
        Write("b.json", "hq", 2);
        Write("a.json", "hq", 1);
        Scan();
        Worlds.ShouldBe("example/3 hq/1");
        log.Lines.ShouldContain("World file b.json: $.worldId: is 'hq', which a.json is the file of; this one is passed over.");

        File.Delete(Path.Combine(path, "a.json"));
        Scan();
        Scan();
        Scan();
        Worlds.ShouldBe("example/3 hq/2");
    }

    [Fact]
    public void A_file_whose_world_gets_another_id_is_that_world()
    {
        Write("a.json", "hq", 1);
        Scan();
        Write("a.json", "annex", 1);
        Scan();

        Worlds.ShouldBe("annex/1 example/3");
    }

    [Fact]
    public void The_example_gives_way_to_a_file_and_comes_back_after_it()
    {
        folder.HasFileOf("example").ShouldBeFalse();
        Write("mine.json", "example", 7);
        Scan();
        (Worlds, folder.HasFileOf("example")).ShouldBe(("example/7", true));

        folder.Delete("example").ShouldBeTrue();
        Worlds.ShouldBe("example/3");
        folder.Delete("example").ShouldBeFalse();
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData(".hidden.json")]
    [InlineData(".json")]
    [InlineData("a.json~")]
    [InlineData("a.JSON.swp")]
    public void Other_files_are_left_alone(string name)
    {
        File.WriteAllText(Path.Combine(path, name), "{");
        Scan();

        log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_written_is_in_the_folder_as_it_was_given_and_is_there_after_a_restart()
    {
        var json = Text("hq", 5);
        folder.Write(Map("hq", 5), Encoding.UTF8.GetBytes(json)).ShouldBeTrue();
        folder.Write(Map("hq", 6), Encoding.UTF8.GetBytes(Text("hq", 6))).ShouldBeFalse();

        Directory.GetFiles(path).Select(Path.GetFileName).ShouldBe(["hq.json"]);
        var later = new WorldCatalog();
        new WorldFolder(path, null, later, log).Open();
        later.Find("hq")!.Version.ShouldBe("6");
        Scan().ShouldBeFalse();
        Worlds.ShouldBe("example/3 hq/6");
    }

    [Fact]
    public void A_world_that_has_a_file_is_written_to_that_one()
    {
        Write("Our Headquarters.json", "hq", 1);
        Scan();

        folder.Write(Map("hq", 2), Encoding.UTF8.GetBytes(Text("hq", 2)));

        Directory.GetFiles(path).Select(Path.GetFileName).ShouldBe(["Our Headquarters.json"]);
        Worlds.ShouldBe("example/3 hq/2");
    }

    [Fact]
    public void A_file_of_somebody_elses_is_not_written_over()
    {
        File.WriteAllText(Path.Combine(path, "hq.json"), "{ half");
        Scan();

        folder.Write(Map("hq", 2), Encoding.UTF8.GetBytes(Text("hq", 2)));

        File.ReadAllText(Path.Combine(path, "hq.json")).ShouldBe("{ half");
        Directory.GetFiles(path).Length.ShouldBe(2);
        Worlds.ShouldBe("example/3 hq/2");
    }

    [Theory]
    [InlineData("hq", "hq.json")]
    [InlineData("5bd3fa4e-52ab-43b1-9f6d-0d4b8e4dc1a2", "5bd3fa4e-52ab-43b1-9f6d-0d4b8e4dc1a2.json")]
    [InlineData("../../etc/passwd", null)]
    [InlineData("..", null)]
    [InlineData(".hidden", null)]
    [InlineData("a/b", null)]
    [InlineData("a\\b", null)]
    [InlineData("C:evil", null)]
    [InlineData("con", null)]
    [InlineData("HQ", null)]
    [InlineData("hq\n", null)]
    [InlineData("büro", null)]
    [InlineData("\0", null)]
    public void An_id_leads_to_one_file_of_the_folder_and_nowhere_else(string id, string? expected)
    {
        var name = WorldFileName.Of(id);

        if (expected is not null) name.ShouldBe(expected);
        else name.ShouldMatch("^world-[0-9a-f]{32}\\.json$");
        Path.GetDirectoryName(Path.GetFullPath(Path.Combine(path, name))).ShouldBe(path);
        WorldFileName.IsWorld(name).ShouldBeTrue();
    }

    [Fact]
    public void A_long_id_still_makes_a_name_that_file_systems_take() => WorldFileName.Of(new string('a', 256)).Length.ShouldBeLessThan(100);

    private bool Scan(params string[] touched) => folder.Scan(touched.ToHashSet());

    private static string Text(string id, int version) => WorldText.With(w => (w["worldId"], w["version"]) = (id, version)).ToJsonString();

    private static WorldMap Map(string id, int version) => WorldText.Map(w => (w["worldId"], w["version"]) = (id, version));

    private void Write(string name, string id, int version) => File.WriteAllText(Path.Combine(path, name), Text(id, version));

    private sealed class FolderLog : ILogger<WorldFolder>
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
