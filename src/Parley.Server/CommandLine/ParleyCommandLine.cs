using System.CommandLine;

namespace Parley.Server.CommandLine;

/// <summary>The command line: <c>parley</c>, <c>parley serve</c>, <c>parley token</c>, <c>parley world</c>, <c>parley drain</c>.</summary>
internal static class ParleyCommandLine
{
    public static Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var root = new RootCommand("Parley, a WebRTC signaling server. Without a command it serves.")
        {
            ServeCommand.Create(),
            TokenCommand.Create(),
            WorldCommand.Create(),
            DrainCommand.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, cancellationToken) => ServeCommand.RunAsync(result, cancellationToken));

        // "@file" is no feature here, and the host has its own way with SIGTERM, which takes longer than two seconds.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
        });
    }
}
