namespace Parley.Protocols.World;

/// <summary>How large a world may be, so that the memory it takes is bounded before it is read.</summary>
public static class WorldFileLimits
{
    /// <summary>Bytes of a file.</summary>
    public const int FileBytes = 4 * 1024 * 1024;

    /// <summary>Nesting of its JSON.</summary>
    public const int Depth = 32;

    /// <summary>Columns, and rows.</summary>
    public const int Side = 1000;

    /// <summary>Tiles of a map.</summary>
    public const int Tiles = 250_000;

    /// <summary>Layers of a map.</summary>
    public const int Layers = 16;

    /// <summary>Zones. The zone grid has a byte a tile, and 0 is no zone.</summary>
    public const int Zones = 255;

    /// <summary>Doors.</summary>
    public const int Doors = 500;

    /// <summary>Tiles of one door.</summary>
    public const int DoorTiles = 256;

    /// <summary>Objects.</summary>
    public const int Objects = 5000;

    /// <summary>Other objects that one may name in each of its lists.</summary>
    public const int LinkedObjects = 100;

    /// <summary>Spawn points.</summary>
    public const int SpawnPoints = 500;

    /// <summary>Characters of an id, a name or a type.</summary>
    public const int TextLength = 256;

    /// <summary>Largest capacity and threshold that a zone may be given.</summary>
    public const int People = 10_000;

    /// <summary>Faults that are told of one file; and as many warnings.</summary>
    public const int Faults = 200;
}
