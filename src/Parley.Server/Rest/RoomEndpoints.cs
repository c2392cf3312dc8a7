using Parley.Core.Identity;
using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>/api/chat</c> and <c>/api/chat/{id}</c>.</summary>
internal sealed class RoomEndpoints(IStore store, RoomAccess access, TimeProvider time)
{
    public async Task<IResult> CreateAsync(CreateRoomRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var faults = new FieldFaults().Line("name", request.Name)
            .Check("id", request.Id != Guid.Empty, "This has to be a GUID that is not all zeros.")
            .Check("ownerId", caller.IsAdmin ? UserIds.IsValid(request.OwnerId) : request.OwnerId is null,
                "This has to be an account's id with the admin key, and left out without it.");
        if (faults.Result is { } refusal) return refusal;

        var now = time.GetWireNow();
        var room = new RoomRecord(request.Id ?? Guid.NewGuid(), request.Name, now, now);
        return await store.CreateRoomAsync(room, caller.AccountId ?? request.OwnerId!, cancellationToken)
            ? TypedResults.Created($"/api/chat/{room.Id}", RoomBody.Of(room))
            : Problems.Conflict("id: there is a room with this id already. Leave the id out to get a new one.");
    }

    public async Task<IResult> GetAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await access.RoleAsync(id, caller, MemberRecord.Member, cancellationToken);
        if (refusal is not null) return refusal;

        return await store.FindRoomAsync(id, cancellationToken) is { } room
            ? TypedResults.Ok(RoomBody.Of(room))
            : Problems.NoSuchRoom();
    }

    public async Task<IResult> RenameAsync(
        Guid id, RenameRoomRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await access.RoleAsync(id, caller, MemberRecord.Moderator, cancellationToken);
        refusal ??= new FieldFaults().Line("name", request.Name).Result;
        if (refusal is not null) return refusal;

        return await store.RenameRoomAsync(id, request.Name, time.GetWireNow(), cancellationToken) is { } room
            ? TypedResults.Ok(RoomBody.Of(room))
            : Problems.NoSuchRoom();
    }

    public async Task<IResult> DeleteAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await access.RoleAsync(id, caller, MemberRecord.Owner, cancellationToken);
        if (refusal is not null) return refusal;
        return await store.DeleteRoomAsync(id, cancellationToken) ? TypedResults.NoContent() : Problems.NoSuchRoom();
    }
}
