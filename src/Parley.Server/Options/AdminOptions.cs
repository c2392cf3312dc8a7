namespace Parley.Server.Options;

/// <summary><c>Parley:Admin</c>.</summary>
internal sealed class AdminOptions
{
    /// <summary>Least length of <see cref="ApiKey"/>.</summary>
    public const int MinKeyLength = 16;

    /// <summary>Opens everything, as <c>X-Api-Key</c> or as a Bearer token. Absent: there is no such access.</summary>
    public string? ApiKey { get; set; }
}
