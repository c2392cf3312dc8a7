namespace Parley.Server.Options;

/// <summary><c>Parley:World</c>.</summary>
internal sealed class WorldSection
{
    /// <summary>The folder of world files; by default <c>worlds</c> beside the database.</summary>
    public string? Folder { get; set; }

    /// <summary>How often the folder is looked through for changes that watching it has missed.</summary>
    public TimeSpan Rescan { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the example office is there, as the world <c>office</c> of the workspace <c>demo</c>.</summary>
    public bool Example { get; set; } = true;
}
