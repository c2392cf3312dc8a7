namespace Parley.Protocols.Live.Whip;

/// <summary>Who publishes or watches over HTTP.</summary>
/// <param name="UserId">The user: a token's <c>sub</c>.</param>
/// <param name="Profile">How others see the user.</param>
public sealed record WhipUser(string UserId, LiveProfile Profile);
