using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Core.Identity;
using Parley.Core.Rooms;
using Parley.Protocols.Live;

namespace Parley.Server.Rest;

/// <summary><c>/api/live/rooms</c>: the operator makes rooms ahead, looks at them and ends them.</summary>
internal sealed class LiveRoomEndpoints(IRooms rooms, KeptLiveRooms kept)
{
    /// <summary>Most publishers that a room can name.</summary>
    private const int MostNamed = 1000;

    public async Task<IResult> CreateAsync(CreateLiveRoomRequest request, CancellationToken cancellationToken)
    {
        var channel = LiveChannels.Parse(request.Channel);
        var faults = new FieldFaults().Line("rid", request.Rid)
            .Check("channel", channel is not null, $"This has to be one of {LiveChannels.All}.")
            .Check(
                "publishers",
                request.Publishers is null || (request.Publishers.Count <= MostNamed && request.Publishers.All(UserIds.IsValid)),
                $"This has to be a list of at most {MostNamed} user ids, each of 1 to {UserIds.MaxLength} characters.");
        if (faults.Result is { } refusal) return refusal;

        var room = RoomOf(request.Rid);
        return await AnsweredAsync(async () =>
        {
            var made = NewAnswer<bool>();
            var make = new OpenLiveRoom(channel!.Value, request.Publishers, null, request.Keep ?? true, made);
            rooms.Dispatch(room, make);
            if (!await made.Task.WaitAsync(cancellationToken))
            {
                return await AskAsync(room, cancellationToken) is null
                    ? Problems.Unavailable("This server has as many live rooms as it may (Parley:Live:Rooms). Delete some, or try later.")
                    : Problems.Conflict("There is a live room of this id already.");
            }

            if (make.KeptOpen) kept.Keep(request.Rid, room, make);
            return TypedResults.Created(
                $"/api/live/rooms/{Uri.EscapeDataString(request.Rid)}",
                new LiveRoomBody(request.Rid, request.Channel, null, [], 0));
        });
    }

    public Task<IResult> GetAsync(HttpContext context, CancellationToken cancellationToken) => AnsweredAsync(async () =>
        await AskAsync(RoomOf(PathValue.Last(context)), cancellationToken) is { } room
            ? TypedResults.Ok(LiveRoomBody.Of(room))
            : NoSuchRoom());

    public Task<IResult> DeleteAsync(HttpContext context, CancellationToken cancellationToken) => AnsweredAsync(async () =>
    {
        var ended = NewAnswer<bool>();
        rooms.Dispatch(RoomOf(PathValue.Last(context)), new CloseLiveRoom("the room was deleted", ended));
        return await ended.Task.WaitAsync(cancellationToken) ? TypedResults.NoContent() : NoSuchRoom();
    });

    /// <summary>The room may be on another node, which may just have died.</summary>
    private static async Task<IResult> AnsweredAsync(Func<Task<IResult>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TimeoutException unanswered)
        {
            return Problems.Unavailable($"{unanswered.Message} Try again in a few seconds.");
        }
    }

    private static RoomId RoomOf(string rid) => LiveScope.Plain.RoomOf(rid)!.Value;

    private static TaskCompletionSource<T> NewAnswer<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ProblemHttpResult NoSuchRoom() => Problems.NotFound("There is no live room of this id.");

    private async Task<LiveRoomStatus?> AskAsync(RoomId room, CancellationToken cancellationToken)
    {
        var answer = NewAnswer<LiveRoomStatus?>();
        rooms.Dispatch(room, new AskLiveRoom(answer));
        return await answer.Task.WaitAsync(cancellationToken);
    }
}
