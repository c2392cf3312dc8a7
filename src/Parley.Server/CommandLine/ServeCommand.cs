using System.CommandLine;
using Parley.Core.Storage;
using Parley.Server.Options;
using Parley.Storage;

namespace Parley.Server.CommandLine;

/// <summary><c>parley serve</c>, which is also what no verb at all does.</summary>
internal static class ServeCommand
{
    private const string Description = "Runs the server. What is not named below goes to the host: "
        + "--urls http://*:8080, --environment Production, --Parley:Limits:Burst 100, …";

    public static Command Create()
    {
        var serve = new Command("serve", Description) { TreatUnmatchedTokensAsErrors = false };
        serve.SetAction((result, cancellationToken) => RunAsync(result, cancellationToken));
        return serve;
    }

    public static async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        // Options of the host begin with a dash; a bare word in front is a mistyped verb, not something to pass on.
        if (result.UnmatchedTokens is [var first, ..] && !first.StartsWith('-'))
            return await Complain(result, $"There is no command '{first}'. See parley --help.");

        try
        {
            await using var app = ParleyServer.Build([.. result.UnmatchedTokens]);
            if (app.Environment.IsDevelopment()) Welcome.SayOnceStarted(app, result.InvocationConfiguration.Output);
            await app.RunAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            // Asked to stop while it still waited for its database.
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is InvalidOptionsException or SchemaTooNewException or StoreUnavailableException
            or DllNotFoundException or IOException)
        {
            return await Complain(result, fault.Message);
        }
    }

    private static async Task<int> Complain(ParseResult result, string message)
    {
        await result.InvocationConfiguration.Error.WriteLineAsync(message);
        return ExitCode.Failed;
    }
}
