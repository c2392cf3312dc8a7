using System.Text.Json;
using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.ChatRoom;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary><c>GET /api/chat/realtime/{id}/status</c>: who takes part now, for members.</summary>
internal sealed class CallStatusEndpoint(RoomAccess access, IRooms rooms)
{
    public async Task<IResult> GetAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var (_, refusal) = await access.RoleAsync(id, caller, MemberRecord.Member, cancellationToken);
        if (refusal is not null) return refusal;

        var answer = new TaskCompletionSource<IReadOnlyList<Participant>>(TaskCreationOptions.RunContinuationsAsynchronously);
        rooms.Dispatch(CallRoom.Of(id), new AskParticipants(answer));
        try
        {
            return TypedResults.Text(Write(id, await answer.Task.WaitAsync(cancellationToken)), "application/json");
        }
        catch (TimeoutException unanswered)
        {
            return TypedResults.Problem(
                $"{unanswered.Message} Try again in a few seconds.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Service unavailable");
        }
    }

    private static ReadOnlySpan<byte> Write(Guid roomId, IReadOnlyList<Participant> participants)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("roomId", roomId);
            json.WriteNumber("participantCount", participants.Count);
            json.WriteParticipants("participants"u8, participants);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
