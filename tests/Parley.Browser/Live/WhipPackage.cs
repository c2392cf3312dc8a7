using System.Text;
using System.Text.Json;
using Parley.Browser.Hosting;

namespace Parley.Browser.Live;

/// <summary>
/// npm's <c>@eyevinn/whip-web-client</c>, which nobody here wrote, as a function that pages can run. It comes for bundlers,
/// so its modules are put side by side.
/// </summary>
internal static class WhipPackage
{
    private static readonly (string Name, string Path)[] Modules =
    [
        ("events", "events/events.js"),
        ("./grammar", "sdp-transform/lib/grammar.js"),
        ("./parser", "sdp-transform/lib/parser.js"),
        ("./writer", "sdp-transform/lib/writer.js"),
        ("sdp-transform", "sdp-transform/lib/index.js"),
        ("whip", "@eyevinn/whip-web-client/dist/whip-client.js"),
    ];

    /// <summary>Runs a function in the page, with the client's class as its first argument and what is given as its second.</summary>
    public static async Task RunAsync(Person person, string function, object given)
    {
        var script = new StringBuilder("async given => { const modules = {\n");
        foreach (var (name, path) in Modules)
        {
            var source = await File.ReadAllTextAsync(Path.Combine(Built.SocketIoPackages, path));
            script.Append(JsonSerializer.Serialize(name)).Append(": (module, exports, require) => {\n").Append(source).Append("\n},\n");
        }

        script.Append("}; const made = {}; const require = name => { if (!made[name]) { made[name] = { exports: {} };")
            .Append("modules[name](made[name], made[name].exports, require); } return made[name].exports; };\n")
            .Append("return await (").Append(function).Append(")(require('whip').WHIPClient, given); }");
        await person.Page.EvaluateAsync(script.ToString(), given);
    }
}
