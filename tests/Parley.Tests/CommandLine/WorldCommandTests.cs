using Parley.Server.CommandLine;
using Parley.Tests.World.Files;

namespace Parley.Tests.CommandLine;

public sealed class WorldCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-world-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_good_file_ends_with_0_and_says_what_it_is()
    {
        var file = Write("hq.json", WorldText.Good().ToJsonString());

        var (code, output, error) = await RunAsync("check", file);

        (code, error).ShouldBe((0, ""));
        output.TrimEnd().ShouldBe($"{file}: good: 'Headquarters' (hq of acme, version 3), 10 x 6 tiles, 4 zones, 3 doors, 4 objects");
    }

    [Fact]
    public async Task The_office_in_the_sources_is_good() =>
        (await RunAsync("check", Path.Combine(RepositoryFiles.Root, "src", "Parley.Server", "Worlds", "office.json"))).Output.ShouldContain("good: 'The office'");

    [Fact]
    public async Task Every_fault_of_every_file_is_a_line_with_file_path_and_why()
    {
        var first = Write("a.json", WorldText.With(w =>
        {
            w.Remove("version");
            w["spawnPoints"]![1]!["x"] = 99;
        }).ToJsonString());
        var second = Write("b.json", "{");
        var third = Write("c.json", WorldText.Good().ToJsonString());

        var (code, output, _) = await RunAsync("check", first, second, third);

        code.ShouldBe(1);
        var lines = output.TrimEnd().Split(Environment.NewLine);
        lines[0].ShouldBe($"{first}: $.version: is missing.");
        lines[1].ShouldBe($"{first}: $.spawnPoints[1]: is beyond the map, which ends at 10, 6.");
        lines[2].ShouldStartWith($"{second}: $: is not valid JSON: line 1, byte ");
        lines[3].ShouldStartWith($"{third}: good: ");
        lines.Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_warning_is_told_and_ends_with_0()
    {
        var file = Write("hq.json", WorldText.With(w => w["music"] = "jazz").ToJsonString());

        var (code, output, _) = await RunAsync("check", file);

        code.ShouldBe(0);
        output.ShouldStartWith($"{file}: $.music: warning: is no field that is known here, and is passed over.");
    }

    [Fact]
    public async Task Two_files_with_the_same_world_are_a_fault()
    {
        var (first, second) = (Write("a.json", WorldText.Good().ToJsonString()), Write("b.json", WorldText.Good().ToJsonString()));

        var (code, output, _) = await RunAsync("check", first, second);

        code.ShouldBe(1);
        output.ShouldContain($"{second}: $.worldId: is 'hq', which {first} has already.");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_fault_of_its_own()
    {
        var (code, output, _) = await RunAsync("check", Path.Combine(folder, "nowhere.json"), folder);

        code.ShouldBe(1);
        output.ShouldContain("nowhere.json: $: can't be read: ");
        output.ShouldContain($"{folder}: $: can't be read: ");
    }

    [Theory]
    [InlineData("FILE", "check")]
    [InlineData("check", "--help")]
    [InlineData("world files", "check", "--help")]
    public async Task Help_says_what_there_is(string expected, params string[] args)
    {
        var (_, output, error) = await RunAsync(args);

        (output + error).ShouldContain(expected, Case.Insensitive);
    }

    [Fact]
    public async Task Without_a_verb_it_is_an_error_with_help()
    {
        var (code, output, error) = await RunAsync();

        code.ShouldBe(1);
        (output + error).ShouldContain("check");
    }

    [Fact]
    public async Task An_unknown_option_is_named()
    {
        var (code, output, error) = await RunAsync("check", "--fix", Write("hq.json", WorldText.Good().ToJsonString()));

        code.ShouldBe(1);
        (output + error).ShouldContain("--fix");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await ParleyCommandLine.RunAsync(["world", .. args], output, error), output.ToString(), error.ToString());
    }
}
