using System.CommandLine;
using System.CommandLine.Parsing;
using Parley.Core.Identity;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.CommandLine;

/// <summary><c>parley token</c>: prints a JWT signed with the configured key, and nothing else.</summary>
internal static class TokenCommand
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    public static Command Create()
    {
        var subject = new Option<string>("--sub") { Description = "The user id.", Required = true };
        var name = new Option<string?>("--name") { Description = "The user's name, for people." };
        var lifetime = new Option<string>("--lifetime") { Description = "How long the token is good for: 30m, 1h, 7d.", DefaultValueFactory = _ => "1h" };
        var claims = new Option<string[]>("--claim") { Description = "A further claim, name=value. May be repeated.", DefaultValueFactory = _ => [] };
        var environment = new Option<string?>("--environment") { Description = "Development (with its own key) or Production." };
        var contentRoot = new Option<string?>("--contentRoot") { Description = "The folder that relative paths count from." };
        subject.Validators.Add(r => Check(r, UserIds.IsValid(r.GetValueOrDefault<string>()), $"--sub has to be 1 to {UserIds.MaxLength} characters, without control characters."));
        lifetime.Validators.Add(r => Check(r, Lifetime(r.GetValueOrDefault<string>()) is not null, $"--lifetime can't be read: {Duration.Forms}; at most 3650d."));
        claims.Validators.Add(CheckClaims);

        var token = new Command("token", "Prints a token for a user, signed with Parley:Auth:SymmetricKey (in Development, with the generated key).")
        {
            subject, name, lifetime, claims, environment, contentRoot,
        };
        token.SetAction((result, _) => PrintAsync(
            result,
            HostArguments(("--environment", result.GetValue(environment)), ("--contentRoot", result.GetValue(contentRoot))),
            issuer => issuer.Issue(
                result.GetRequiredValue(subject), result.GetValue(name), Lifetime(result.GetValue(lifetime)!)!.Value,
                result.GetValue(claims)!.Select(Claim))));
        return token;
    }

    private static async Task<int> PrintAsync(ParseResult result, string[] hostArguments, Func<TokenIssuer, string> issue)
    {
        var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        try
        {
            var builder = WebApplication.CreateSlimBuilder(hostArguments);
            var issuer = new TokenIssuer(OptionsServices.Read(builder.Configuration, builder.Environment).Auth, TimeProvider.System);
            if (issuer.CanIssue)
            {
                await output.WriteLineAsync(issue(issuer));
                return ExitCode.Done;
            }

            await error.WriteLineAsync("There is no Parley:Auth:SymmetricKey to sign with: with Parley:Auth:Jwks, tokens come from the identity provider.");
        }
        catch (Exception fault) when (fault is InvalidOptionsException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message);
        }

        return ExitCode.Failed;
    }

    private static void CheckClaims(OptionResult result)
    {
        foreach (var claim in result.GetValueOrDefault<string[]>() ?? [])
        {
            var name = claim.Split('=')[0];
            Check(result, claim.IndexOf('=', StringComparison.Ordinal) > 0, $"--claim '{claim}' has to be name=value.");
            Check(result, !TokenIssuer.OwnClaims.Contains(name), $"--claim can't set '{name}'; --sub, --name, --lifetime and the configuration do.");
        }
    }

    private static void Check(OptionResult result, bool holds, string fault)
    {
        if (!holds) result.AddError(fault);
    }

    private static KeyValuePair<string, string> Claim(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is var at ? new(text[..at], text[(at + 1)..]) : default;

    private static TimeSpan? Lifetime(string? text) =>
        text is not null && Duration.TryParse(text, out var lifetime) && lifetime >= TimeSpan.FromSeconds(1) && lifetime <= LongestLifetime
            ? lifetime
            : null;

    private static string[] HostArguments(params (string Name, string? Value)[] options) =>
        [.. options.Where(o => o.Value is not null).SelectMany(o => new[] { o.Name, o.Value! })];
}
