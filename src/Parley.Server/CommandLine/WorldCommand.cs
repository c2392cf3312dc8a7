using System.CommandLine;
using Parley.Protocols.World;

namespace Parley.Server.CommandLine;

/// <summary><c>parley world check FILE…</c>: says what is wrong with world files, before a server is given them.</summary>
internal static class WorldCommand
{
    private const string CheckDescription =
        "Checks world files and prints every fault as FILE: PATH: WHY. Ends with 1 if there is any. "
        + "What is not known, and would be passed over, is printed too, as a warning.";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "World files (JSON).", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", CheckDescription) { files };
        check.SetAction((result, _) => CheckAsync(result, result.GetRequiredValue(files)));
        return new Command("world", "Works on world files, the maps of the protocol 'world'.") { check };
    }

    private static async Task<int> CheckAsync(ParseResult result, string[] files)
    {
        // The root command lets unknown arguments through, for the host; here they would be passed over.
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            await result.InvocationConfiguration.Error.WriteLineAsync($"'{unknown}' is no option of this command. See parley world check --help.");
            return ExitCode.Failed;
        }

        var (output, worlds, good) = (result.InvocationConfiguration.Output, new Dictionary<string, string>(), true);
        foreach (var file in files)
        {
            var read = Read(file);
            var faults = read.Faults;
            // Of two files with the same world a server takes only one.
            if (read.Map is { } map && !worlds.TryAdd(map.WorldId, file))
                faults = [new WorldFault(file, "$.worldId", $"is '{map.WorldId}', which {worlds[map.WorldId]} has already.")];

            foreach (var warning in read.Warnings)
                await output.WriteLineAsync($"{(warning with { Why = $"warning: {warning.Why}" })}");
            foreach (var fault in faults) await output.WriteLineAsync($"{fault}");
            if (faults.Count == 0) await output.WriteLineAsync($"{file}: good: {Describe(read.Map!)}");
            good &= faults.Count == 0;
        }

        return good ? ExitCode.Done : ExitCode.Failed;
    }

    private static WorldFileResult Read(string file)
    {
        try
        {
            return WorldFileReader.ReadFile(file, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new WorldFileResult(null, [new(file, "$", $"can't be read: {fault.Message}")], []);
        }
    }

    private static string Describe(WorldMap map) =>
        $"'{map.Name}' ({map.WorldId} of {map.WorkspaceId}, version {map.Version}), {map.Width} x {map.Height} tiles, "
        + $"{map.Zones.Count} zones, {map.Doors.Count} doors, {map.Objects.Count} objects";
}
