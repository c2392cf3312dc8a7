namespace Parley.Server.Worlds;

/// <summary>What is known of a file in the worlds' folder.</summary>
/// <param name="name">Its name in the folder.</param>
internal sealed class WorldFile(string name)
{
    public string Name => name;

    /// <summary>As it was when it was last read: when it was written, and how long it is. <c>null</c>: to be read again.</summary>
    public (DateTime Written, long Length)? Stamp { get; set; }

    /// <summary>The world that came from it; it stays while the file has faults.</summary>
    public string? WorldId { get; set; }

    /// <summary>Whether it was not there at the last look. Some editors take a file away before they write it anew.</summary>
    public bool Missing { get; set; }
}
