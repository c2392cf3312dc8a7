using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>GET /api/audit</c>: for the operator all of it, for a workspace's Admins what happened in their workspace.</summary>
internal sealed class AuditEndpoints(IStore store)
{
    /// <summary>Most entries on a page.</summary>
    public const int LargestPage = 500;

    private const int UsualPage = 100;

    public async Task<IResult> ListAsync(Guid? before, int? limit, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.IsAdmin && caller.AdminOf is null)
            return Problems.Forbidden("This needs the admin key, or a token with the role Admin and a workspace_id.");
        var faults = new FieldFaults()
            .Check("limit", limit is null or (>= 1 and <= LargestPage), $"This has to be 1 to {LargestPage}.");
        if (faults.Result is { } refusal) return refusal;

        var wanted = limit ?? UsualPage;
        var workspace = caller.IsAdmin ? null : caller.AdminOf;
        var entries = await store.ListAuditAsync(workspace, before, wanted + 1, cancellationToken);
        var page = entries.Take(wanted).Select(AuditBody.Of).ToArray();
        return TypedResults.Ok(new AuditPage(page, entries.Count > wanted ? page[^1].Id : null));
    }
}
