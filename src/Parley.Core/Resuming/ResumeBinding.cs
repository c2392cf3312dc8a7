namespace Parley.Core.Resuming;

/// <summary>What a session's tokens are good for.</summary>
/// <param name="Protocol">The protocol that it speaks.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Place">Where else it is tied to, such as a room that its address names; may be empty.</param>
public sealed record ResumeBinding(string Protocol, string UserId, string Place = "");
