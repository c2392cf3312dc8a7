using System.Text;
using System.Text.Json;
using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>/api/profile</c>: how the caller is shown to others.</summary>
internal sealed class ProfileEndpoints(IStore store, TimeProvider time)
{
    private const int MostProfileBytes = 4 * 1024;
    private const string NoAccount = "The admin key has no profile; use a user's token.";

    public async Task<IResult> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.AccountId is not { } account) return Problems.Forbidden(NoAccount);

        var profile = await store.FindProfileAsync(account, cancellationToken);
        return TypedResults.Ok(profile is null
            ? new ProfileBody(account, caller.Name ?? account, null, Object("{}"))
            : Body(profile));
    }

    public async Task<IResult> PutAsync(PutProfileRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.AccountId is not { } account) return Problems.Forbidden(NoAccount);

        var json = request.Profile?.GetRawText() ?? "{}";
        var faults = new FieldFaults().Line("name", request.Name).OptionalLine("nick", request.Nick)
            .Check(
                "profile",
                request.Profile is null or { ValueKind: JsonValueKind.Object } && Encoding.UTF8.GetByteCount(json) <= MostProfileBytes,
                $"This has to be a JSON object of at most {MostProfileBytes} bytes.");
        if (faults.Result is { } refusal) return refusal;

        var profile = new ProfileRecord(account, request.Name, request.Nick, json, time.GetWireNow());
        await store.PutProfileAsync(profile, cancellationToken);
        return TypedResults.Ok(Body(profile));
    }

    private static ProfileBody Body(ProfileRecord p) =>
        new(p.AccountId, p.Name, p.Nick, Object(p.ProfileJson), p.UpdatedAt.UtcDateTime);

    private static JsonElement Object(string json) => JsonElement.Parse(json);
}
