using System.CommandLine;
using System.CommandLine.Parsing;
using Parley.Core.Identity;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.CommandLine;

/// <summary>What <c>parley token</c> takes, and what it has to be.</summary>
internal sealed class TokenArguments
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    private readonly Option<string> subject = new("--sub") { Description = "The user id.", Required = true };
    private readonly Option<string?> name = new("--name") { Description = "The user's name, for people." };

    private readonly Option<string?> workspace = new("--workspace") { Description = "The workspace the user is of, for the protocol world." };

    private readonly Option<string[]> roles = new("--role")
    {
        Description = $"What the user is there: {string.Join(", ", WorldRoles.All)}. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> avatar = new("--avatar") { Description = "The picture that others see there." };

    private readonly Option<string> lifetime = new("--lifetime")
    {
        Description = "How long the token is good for: 30m, 1h, 7d.",
        DefaultValueFactory = _ => "1h",
    };

    private readonly Option<string[]> claims = new("--claim")
    {
        Description = "A further claim, name=value. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> environment = new("--environment")
    {
        Description = "Development (with its own key) or Production.",
    };

    private readonly Option<string?> contentRoot = new("--contentRoot")
    {
        Description = "The folder that relative paths count from.",
    };

    public TokenArguments()
    {
        subject.Validators.Add(r => Check(
            r, UserIds.IsValid(r.GetValueOrDefault<string>()),
            $"--sub has to be 1 to {UserIds.MaxLength} characters, without control characters."));
        lifetime.Validators.Add(r => Check(
            r, LifetimeOf(r.GetValueOrDefault<string>()) is not null,
            $"--lifetime can't be read: {Duration.Forms}; at most 3650d."));
        roles.AcceptOnlyFromAmong([.. WorldRoles.All]);
        foreach (var option in new[] { name, workspace, avatar }) option.Validators.Add(r => CheckLine(r, option));
        claims.Validators.Add(CheckClaims);
    }

    public void AddTo(Command command)
    {
        Option[] all = [subject, name, workspace, roles, avatar, lifetime, claims, environment, contentRoot];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>For the host, so that it reads the same configuration as the server.</summary>
    public string[] HostArguments(ParseResult result) =>
        [.. Passed(result, environment), .. Passed(result, contentRoot)];

    public string Issue(ParseResult result, TokenIssuer issuer) => issuer.Issue(
        result.GetRequiredValue(subject),
        result.GetValue(name),
        LifetimeOf(result.GetValue(lifetime))!.Value,
        result.GetValue(claims)!.Select(c => c.Split('=', 2)).Select(c => KeyValuePair.Create(c[0], c[1])),
        new TokenWorkspace(result.GetValue(workspace), result.GetValue(roles)!, result.GetValue(avatar)));

    private static string[] Passed(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } value ? [option.Name, value] : [];

    private static void CheckLine(OptionResult result, Option<string?> option) => Check(
        result, result.GetValueOrDefault<string?>() is null || UserIds.IsValid(result.GetValueOrDefault<string>()),
        $"{option.Name} has to be 1 to {UserIds.MaxLength} characters, without control characters.");

    private static void CheckClaims(OptionResult result)
    {
        foreach (var claim in result.GetValueOrDefault<string[]>() ?? [])
        {
            var name = claim.Split('=')[0];
            Check(result, name.Length > 0 && name.Length < claim.Length, $"--claim '{claim}' has to be name=value.");
            Check(
                result, !TokenIssuer.OwnClaims.Contains(name),
                $"--claim can't set '{name}'; --sub, --name, --workspace, --role, --avatar, --lifetime and the configuration do.");
        }
    }

    private static void Check(OptionResult result, bool holds, string fault)
    {
        if (!holds) result.AddError(fault);
    }

    private static TimeSpan? LifetimeOf(string? text) =>
        text is not null && Duration.TryParse(text, out var span) && span >= TimeSpan.FromSeconds(1) && span <= LongestLifetime
            ? span
            : null;
}
