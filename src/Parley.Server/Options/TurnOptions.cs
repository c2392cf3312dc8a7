namespace Parley.Server.Options;

/// <summary><c>Parley:Turn</c>.</summary>
internal sealed class TurnOptions
{
    /// <summary><c>stun:</c>, <c>stuns:</c>, <c>turn:</c> and <c>turns:</c> URLs (RFC 7064, RFC 7065).</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];

    /// <summary>The secret shared with the TURN server (coturn's <c>static-auth-secret</c>).</summary>
    public string? SharedSecret { get; set; }

    /// <summary>How long credentials are good for; a call that lasts longer keeps the allocation it has.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(12);
}
