namespace Parley.Protocols.World;

/// <summary>The ids of things of one kind, of which no two may be the same.</summary>
internal sealed class UniqueIds(string kind)
{
    private readonly Dictionary<string, string> places = new(StringComparer.Ordinal);

    /// <summary>The id of a thing, or <c>null</c> when it has none that can be used.</summary>
    public string? Read(FileNode thing)
    {
        if (thing.Field("id") is not { } field || field.Line() is not { } id) return null;
        if (places.TryAdd(id, thing.Path)) return id;

        field.Fault($"is '{FileNode.Shown(id)}', which is the id of another {kind} already: {places[id]}.");
        return null;
    }
}
