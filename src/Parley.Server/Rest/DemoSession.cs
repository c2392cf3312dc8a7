using System.Net;
using System.Security.Cryptography;
using System.Text;
using Parley.Core.Storage;
using Parley.Core.Turn;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Server.Worlds;

namespace Parley.Server.Rest;

/// <summary>
/// <c>GET /demo/session</c>: everything the demo page needs, a token included. Only in Development, and only for this
/// machine: whoever can call it can be anybody.
/// </summary>
internal sealed class DemoSession(IStore store, TokenIssuer tokens, TurnCredentials turn, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public async Task<IResult> GetAsync(
        HttpContext context, string? user, string? room, string? workspace, string[]? role, string? avatar,
        CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!IsFromThisMachine(context))
            return Problems.Forbidden("Demo sessions are given to this machine only, at localhost or 127.0.0.1.");
        var place = new TokenWorkspace(workspace ?? ExampleOffice.Workspace, role is null or [] ? [WorldRoles.Member] : role, avatar);
        var faults = new FieldFaults().Line("user", user).Line("room", room)
            .Line("workspace", place.WorkspaceId).OptionalLine("avatar", avatar)
            .Check("role", place.Roles.All(WorldRoles.All.Contains), $"This has to be one of {string.Join(", ", WorldRoles.All)}.");
        if (faults.Result is { } refusal) return refusal;

        var roomId = RoomIdOf(room!);
        await EnsureAsync(roomId, room!, user!, cancellationToken);
        return TypedResults.Ok(new DemoSessionBody(
            user!, tokens.Issue(user!, user, Lifetime, workspace: place), roomId, place.WorkspaceId!, place.Roles, turn.For(user!)));
    }

    /// <summary>The same name gives the same room: a GUID of version 8 (RFC 9562, section 5.8) from its SHA-256.</summary>
    internal static Guid RoomIdOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"parley demo room {name}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private async Task EnsureAsync(Guid roomId, string room, string user, CancellationToken cancellationToken)
    {
        var now = time.GetWireNow();
        await store.PutProfileAsync(new ProfileRecord(user, user, user, "{}", now), cancellationToken);
        if (await store.CreateRoomAsync(new RoomRecord(roomId, room, now, now), user, cancellationToken)) return;

        if (await store.FindMemberAsync(roomId, user, cancellationToken) is null or { LeftAt: not null })
            await store.PutMemberAsync(new MemberRecord(roomId, user, MemberRecord.Member, now), cancellationToken);
    }

    /// <summary>By name too: a foreign page whose own name was made to point here (DNS rebinding) is still foreign.</summary>
    private static bool IsFromThisMachine(HttpContext context)
    {
        var host = context.Request.Host.Host.Trim('[', ']');
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(Unmapped(address))
            && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host, out var named) && IPAddress.IsLoopback(named)));
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
