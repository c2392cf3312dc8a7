using System.Text.Json.Serialization;
using Parley.Protocols.World;

namespace Parley.Server.Rest;

/// <summary>A world, without its map.</summary>
/// <param name="WorldId">Its id.</param>
/// <param name="WorkspaceId">Whose it is.</param>
/// <param name="Version">As its file says.</param>
/// <param name="Name">For people.</param>
/// <param name="Width">Columns of tiles.</param>
/// <param name="Height">Rows of tiles.</param>
/// <param name="Zones">Its zones.</param>
/// <param name="Example">Whether it is the one that ships with the server, and no file's.</param>
internal sealed record WorldBody(
    string WorldId, string WorkspaceId, string Version, string Name, int Width, int Height,
    IReadOnlyList<WorldZoneBody> Zones, bool Example)
{
    public static WorldBody Of(WorldMap map, bool example) => new(
        map.WorldId, map.WorkspaceId, map.Version, map.Name, map.Width, map.Height,
        [.. map.Zones.Select(z => new WorldZoneBody(z.Id, z.Name, z.Type))], example);
}

/// <summary>A zone of a world.</summary>
/// <param name="ZoneId">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="ZoneType">What it is for.</param>
internal sealed record WorldZoneBody(
    string ZoneId, string Name, [property: JsonConverter(typeof(JsonStringEnumConverter<ZoneType>))] ZoneType ZoneType);

/// <summary>Worlds, a page of them.</summary>
/// <param name="Worlds">By id.</param>
/// <param name="Next">For <c>after</c>, when there are more.</param>
internal sealed record WorldsPage(IReadOnlyList<WorldBody> Worlds, string? Next);

/// <summary>A world that was put.</summary>
/// <param name="World">As it is now.</param>
/// <param name="Warnings">What the file has that is not known here, and is passed over.</param>
internal sealed record PutWorldBody(WorldBody World, IReadOnlyList<WorldWarningBody> Warnings);

/// <summary>Something in a world file that is passed over.</summary>
/// <param name="Path">Where, as <c>$.zones[2].music</c>.</param>
/// <param name="Why">What about it.</param>
internal sealed record WorldWarningBody(string Path, string Why);
