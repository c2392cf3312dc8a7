using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.World.Server;

/// <summary>A running server and its folder of worlds.</summary>
public sealed class WatchedFolder : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("parley-watched-").FullName;
    private ParleyHost host = null!;

    private string Folder => Path.Combine(root, "parley-data", "worlds");

    private WorldCatalog Worlds => host.Services.GetRequiredService<WorldCatalog>();

    public async ValueTask InitializeAsync() => host = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void The_folder_is_beside_the_database_and_the_example_is_there_from_the_start()
    {
        Directory.Exists(Folder).ShouldBeTrue();
        Worlds.All.Select(w => w.WorldId).ShouldBe(["office"]);
    }

    [Fact]
    public async Task A_file_that_comes_changes_and_goes_is_followed()
    {
        Write("hq.json", version: 1);
        await Eventually.Is(() => Worlds.Find("hq")?.Version == "1");
        Write("hq.json", version: 2);
        await Eventually.Is(() => Worlds.Find("hq")?.Version == "2");
        File.Delete(Path.Combine(Folder, "hq.json"));
        await Eventually.Is(() => Worlds.Find("hq") is null);
    }

    [Fact]
    public async Task A_file_that_is_renamed_into_place_is_found()
    {
        Write("hq.tmp", version: 1);
        File.Move(Path.Combine(Folder, "hq.tmp"), Path.Combine(Folder, "hq.json"));

        await Eventually.Is(() => Worlds.Find("hq") is not null);
    }

    [Fact]
    public async Task What_watching_misses_the_next_look_finds()
    {
        // A folder that is made anew is another one, of which the watcher hears nothing.
        Directory.Delete(Folder);
        Directory.CreateDirectory(Folder);
        Write("hq.json", version: 1);

        await Eventually.Is(() => Worlds.Find("hq") is not null);
    }

    [Fact]
    public async Task A_file_with_faults_does_not_stop_the_server_from_starting()
    {
        await host.DisposeAsync();
        File.WriteAllText(Path.Combine(Folder, "broken.json"), "{");
        Write("hq.json", version: 1);

        host = await StartAsync();

        Worlds.All.Select(w => w.WorldId).ShouldBe(["hq", "office"], "read before the server listens");
    }

    [Fact]
    public async Task The_example_can_be_left_out()
    {
        await using var other = await ParleyHost.StartAsync(new() { ["Parley:World:Example"] = "false" });

        other.Services.GetRequiredService<WorldCatalog>().Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_folder_can_be_elsewhere_and_relative_to_the_content_root()
    {
        Directory.CreateDirectory(Path.Combine(root, "maps"));
        File.WriteAllText(Path.Combine(root, "maps", "hq.json"), WorldText.Good().ToJsonString());

        await using var other = await ParleyHost.StartAsync(
            new() { ["Parley:World:Folder"] = "maps", ["Parley:Storage:ConnectionString"] = "Data Source=other/parley.db" }, folder: root);

        other.Services.GetRequiredService<WorldCatalog>().Find("hq").ShouldNotBeNull();
    }

    private Task<ParleyHost> StartAsync() => ParleyHost.StartAsync(new() { ["Parley:World:Rescan"] = "1s" }, folder: root);

    private void Write(string name, int version) =>
        File.WriteAllText(Path.Combine(Folder, name), WorldText.With(w => w["version"] = version).ToJsonString());
}
