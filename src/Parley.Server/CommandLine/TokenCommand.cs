using System.CommandLine;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.CommandLine;

/// <summary><c>parley token</c>: prints a JWT signed with the configured key, and nothing else.</summary>
internal static class TokenCommand
{
    private const string Description =
        "Prints a token for a user, signed with Parley:Auth:SymmetricKey (in Development, with the generated key).";

    private const string NoKey = "There is no Parley:Auth:SymmetricKey to sign with: "
        + "with Parley:Auth:Jwks, tokens come from the identity provider.";

    public static Command Create()
    {
        var token = new Command("token", Description);
        var arguments = new TokenArguments();
        arguments.AddTo(token);
        token.SetAction((result, _) => PrintAsync(result, arguments));
        return token;
    }

    private static async Task<int> PrintAsync(ParseResult result, TokenArguments arguments)
    {
        var (token, fault) = Issue(result, arguments);
        var console = result.InvocationConfiguration;
        await (token is null ? console.Error.WriteLineAsync(fault) : console.Output.WriteLineAsync(token));
        return token is null ? ExitCode.Failed : ExitCode.Done;
    }

    private static (string? Token, string Fault) Issue(ParseResult result, TokenArguments arguments)
    {
        // The root command lets unknown arguments through, for the host; here they would be passed over.
        if (result.UnmatchedTokens is [var unknown, ..])
            return (null, $"'{unknown}' is no option of this command. See parley token --help.");

        try
        {
            // The slim builder reads the same configuration as the server's, and no files of a server.
            var builder = WebApplication.CreateSlimBuilder(arguments.HostArguments(result));
            var issuer = new TokenIssuer(OptionsServices.Read(builder.Configuration, builder.Environment).Auth, TimeProvider.System);
            return issuer.CanIssue ? (arguments.Issue(result, issuer), "") : (null, NoKey);
        }
        catch (Exception fault) when (fault is InvalidOptionsException or IOException or UnauthorizedAccessException)
        {
            return (null, fault.Message);
        }
    }
}
