namespace Parley.Protocols.Live;

/// <summary>How others see a user.</summary>
/// <param name="Username">The unique name.</param>
/// <param name="Fullname">The name for people.</param>
/// <param name="Avatar">The picture's URL or id; empty when there is none.</param>
public sealed record LiveProfile(string Username, string Fullname, string Avatar);
