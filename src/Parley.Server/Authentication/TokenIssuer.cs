using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Core.Storage;
using Parley.Protocols.World;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>Signs HS256 tokens with the configured key: for the command line, for guests, and for the demo in Development.</summary>
internal sealed class TokenIssuer(AuthOptions options, TimeProvider time)
{
    /// <summary>The claim that keeps a token to one purpose. Those who serve that purpose look at it; all others refuse it.</summary>
    public const string UseClaim = "use";

    /// <summary>That claim's value in what opens the SFU.</summary>
    public const string SfuUse = "sfu";

    /// <summary>Claims that the issuer writes itself.</summary>
    public static readonly IReadOnlySet<string> OwnClaims =
        new HashSet<string> { "sub", "name", "iss", "aud", "exp", "nbf", "iat", "workspace_id", "roles", "avatar_id", UseClaim };

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Whether there is a key to sign with; where tokens come from an identity provider there need be none.</summary>
    public bool CanIssue => options.SymmetricKey is not null;

    /// <param name="subject">The user id.</param>
    /// <param name="name">For people; or <c>null</c>.</param>
    /// <param name="lifetime">How long from now.</param>
    /// <param name="claims">Further ones, as text.</param>
    /// <param name="workspace">What the user is in a workspace; or <c>null</c>.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string Issue(
        string subject, string? name, TimeSpan lifetime, IEnumerable<KeyValuePair<string, string>>? claims = null,
        TokenWorkspace? workspace = null) =>
        Sign(lifetime, usualName: null, json =>
        {
            json.WriteString("sub", subject);
            if (name is not null) json.WriteString("name", name);
            if (workspace is not null) Write(json, workspace);
            foreach (var (claim, value) in claims ?? []) json.WriteString(claim, value);
        });

    /// <summary>
    /// A guest's token. It has no <c>sub</c>, so that it opens the guests' door only: everything else asks for one.
    /// </summary>
    /// <param name="guest">The session.</param>
    /// <param name="lifetime">How long from now.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string IssueGuest(GuestRecord guest, TimeSpan lifetime) => Sign(lifetime, usualName: "parley", json =>
    {
        json.WriteString("sessionId", guest.SessionId);
        json.WriteBoolean("isGuest", true);
        json.WriteString("userId", guest.UserId);
        json.WriteString("username", guest.Username);
    });

    /// <summary>Lets somebody onto the SFU, into the room of one zone.</summary>
    /// <param name="ticket">Whom, and where.</param>
    /// <param name="lifetime">How long from now.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string IssueSfu(SfuTicket ticket, TimeSpan lifetime) => Sign(lifetime, usualName: null, json =>
    {
        json.WriteString("sub", ticket.UserId);
        json.WriteString("name", ticket.DisplayName);
        json.WriteString("workspace_id", ticket.WorkspaceId);
        json.WriteString("world", ticket.WorldId);
        json.WriteString("zone", ticket.ZoneId);
        json.WriteString("room", ticket.Room);
        json.WriteString(UseClaim, SfuUse);
    });

    private static void Write(Utf8JsonWriter json, TokenWorkspace workspace)
    {
        if (workspace.WorkspaceId is not null) json.WriteString("workspace_id", workspace.WorkspaceId);
        if (workspace.AvatarId is not null) json.WriteString("avatar_id", workspace.AvatarId);
        if (workspace.Roles.Count == 0) return;

        json.WriteStartArray("roles");
        foreach (var role in workspace.Roles) json.WriteStringValue(role);
        json.WriteEndArray();
    }

    /// <param name="lifetime">How long from now.</param>
    /// <param name="usualName">Issuer and audience where none is configured.</param>
    /// <param name="writeClaims">What is said of the holder.</param>
    private string Sign(TimeSpan lifetime, string? usualName, Action<Utf8JsonWriter> writeClaims)
    {
        var key = options.SymmetricKey ?? throw new InvalidOperationException("Parley:Auth:SymmetricKey is not set.");
        var now = time.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeClaims(json);
            if ((options.Issuer ?? usualName) is { } issuer) json.WriteString("iss", issuer);
            if ((options.Audience ?? usualName) is { } audience) json.WriteString("aud", audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return handler.CreateToken(
            Encoding.UTF8.GetString(buffer.WrittenSpan),
            new SigningCredentials(SymmetricKeys.Of(key), SecurityAlgorithms.HmacSha256));
    }
}
