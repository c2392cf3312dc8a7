using Parley.Protocols.World;

namespace Parley.Server.Worlds;

/// <summary>The world <c>office</c> of the workspace <c>demo</c>, which ships with the server.</summary>
internal static class ExampleOffice
{
    /// <summary>The workspace of the demo.</summary>
    public const string Workspace = "demo";

    private const string File = "office.json";

    /// <summary>Its file, as it is in the sources.</summary>
    public static byte[] Json()
    {
        using var resource = typeof(ExampleOffice).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not in this build.");
        var json = new byte[resource.Length];
        resource.ReadExactly(json);
        return json;
    }

    /// <summary>The world.</summary>
    public static WorldMap Read() => WorldFileReader.Read(Json(), File).Map
        ?? throw new InvalidOperationException($"{File} has faults.");
}
