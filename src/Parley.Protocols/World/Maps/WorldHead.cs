namespace Parley.Protocols.World;

/// <summary>What a world file says of the world as a whole.</summary>
internal sealed record WorldHead(string WorldId, string WorkspaceId, string Version, string Name, int Width, int Height);
