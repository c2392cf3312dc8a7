using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Parley.Core.Identity;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Server.Worlds;

namespace Parley.Server.Rest;

/// <summary><c>/api/worlds</c>: the operator writes worlds, and whoever is of a world's workspace reads it.</summary>
internal sealed partial class WorldFileEndpoints(
    WorldCatalog worlds, WorldFolder folder, SharedWorlds shared, ILogger<WorldFileEndpoints> logger)
{
    private const int LargestPage = 500;
    private const int UsualPage = 100;

    public IResult List(string? after, int? limit, Caller caller)
    {
        var faults = new FieldFaults().OptionalLine("after", after)
            .Check("limit", limit is null or (>= 1 and <= LargestPage), $"This has to be 1 to {LargestPage}.");
        if (faults.Result is { } refusal) return refusal;

        var page = worlds.All.Where(w => MayRead(caller, w))
            .Where(w => after is null || string.CompareOrdinal(w.WorldId, after) > 0).Take((limit ?? UsualPage) + 1).ToArray();
        var next = page.Length > (limit ?? UsualPage) ? page[^2].WorldId : null;
        return TypedResults.Ok(new WorldsPage([.. (next is null ? page : page[..^1]).Select(Describe)], next));
    }

    public IResult Get(HttpContext context, Caller caller)
    {
        if (worlds.Find(PathValue.Last(context)) is not { } map) return NoSuchWorld();
        if (!MayRead(caller, map)) return Problems.Forbidden("This world belongs to another workspace than your token's workspace_id.");

        var response = context.Response;
        var packed = AcceptsGzip(context.Request);
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = $"{HeaderNames.Authorization}, {HeaderNames.AcceptEncoding}";
        if (packed) response.Headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(
            packed ? map.Json.Gzipped : map.Json.Unpack(), "application/json",
            // Two encodings are two representations (RFC 9110, section 8.8.3.3).
            entityTag: new EntityTagHeaderValue($"\"{map.Json.Hash}{(packed ? "-gzip" : "")}\""));
    }

    public async Task<IResult> PutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = PathValue.Last(context);
        if (!UserIds.IsValid(id)) return new FieldFaults().Line("id", id).Result!;
        if (await ReadBodyAsync(context.Request, cancellationToken) is not { } json)
            return Problems.TooLarge($"A world is at most {WorldFileLimits.FileBytes} bytes.");

        var result = WorldFileReader.Read(json, id);
        if (result.Map is not { } map) return Refusal(result.Faults);
        if (map.WorldId != id)
            return Refusal([new(id, "$.worldId", "has to be the id in the path, percent-decoded.")]);

        return await WithFolderAsync(context, async () =>
        {
            var added = !folder.HasFileOf(id);
            if (shared.IsShared) await shared.PutAsync(map, json, cancellationToken);
            else folder.Write(map, json);
            var body = new PutWorldBody(
                WorldBody.Of(map, example: false), [.. result.Warnings.Select(w => new WorldWarningBody(w.Path, w.Why))]);
            return added ? TypedResults.Created($"/api/worlds/{Uri.EscapeDataString(id)}", body) : TypedResults.Ok(body);
        });
    }

    public Task<IResult> DeleteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = PathValue.Last(context);
        return WithFolderAsync(context, async () =>
            await TryDeleteAsync(id, cancellationToken) ? TypedResults.NoContent()
            : worlds.Find(id) is null ? NoSuchWorld()
            : Problems.Conflict("This is the example that ships with the server; Parley:World:Example=false takes it away."));
    }

    private async Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (!shared.IsShared) return folder.Delete(id);
        if (!folder.HasFileOf(id)) return false;
        await shared.RemoveAsync(id, cancellationToken);
        return true;
    }

    private WorldBody Describe(WorldMap map) => WorldBody.Of(map, !folder.HasFileOf(map.WorldId));

    private static bool MayRead(Caller caller, WorldMap map) => caller.IsAdmin || caller.WorkspaceId == map.WorkspaceId;

    private static bool AcceptsGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding
        .Any(e => e.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);

    private static ProblemHttpResult NoSuchWorld() => Problems.NotFound("There is no world of this id.");

    /// <summary>All faults, each under its path in the file.</summary>
    private static ValidationProblem Refusal(IReadOnlyList<WorldFault> faults) => TypedResults.ValidationProblem(
        faults.GroupBy(f => f.Path).ToDictionary(f => f.Key, f => f.Select(w => w.Why).ToArray()),
        faults.Count == 1 ? $"{faults[0].Path}: {faults[0].Why}" : $"The world has {faults.Count} faults; 'errors' names each by its path.");

    /// <summary>The body, or <c>null</c> when it is too large; a server without limits of its own is held to it too.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > WorldFileLimits.FileBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private async Task<IResult> WithFolderAsync(HttpContext context, Func<Task<IResult>> change)
    {
        try
        {
            return await change();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(logger, folder.Path, fault.Message);
            context.Response.Headers.RetryAfter = "5";
            return Problems.Unavailable("The server's folder of worlds (Parley:World:Folder) can't be written; its log says why.");
        }
    }

    [LoggerMessage(LogLevel.Error, "The folder of worlds, {Folder}, can't be written: {Why}")]
    private static partial void LogUnwritable(ILogger logger, string folder, string why);
}
