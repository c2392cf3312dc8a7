using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Storage;

namespace Parley.Protocols.ChatRoom;

/// <summary>What of <c>chatroom</c> crosses between nodes: sessions' openings, and commands that are no session's.</summary>
public static class ChatRoomWire
{
    /// <summary><see cref="EvictAccount"/> as bytes.</summary>
    public static byte[] Write(EvictAccount evict) => JsonSerializer.SerializeToUtf8Bytes(evict.AccountId, ChatRoomJson.Default.String);

    /// <summary><see cref="EvictAccount"/> again.</summary>
    public static EvictAccount ReadEvict(byte[] bytes) => new(JsonSerializer.Deserialize(bytes, ChatRoomJson.Default.String)!);

    /// <summary><see cref="AskParticipants"/> where the room is: the answer goes back as bytes.</summary>
    public static AskParticipants Ask(Action<byte[]> answer)
    {
        var asked = new TaskCompletionSource<IReadOnlyList<Participant>>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.Task.ContinueWith(
            task => answer(Write(task.Result)), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        return new AskParticipants(asked);
    }

    /// <summary>Takes the answer to who asked; <c>null</c>: there was none.</summary>
    public static void Answer(AskParticipants ask, byte[]? answer)
    {
        if (answer is null) ask.Answer.TrySetException(new TimeoutException("The room's node did not answer."));
        else ask.Answer.TrySetResult(Read(answer));
    }

    private static byte[] Write(IReadOnlyList<Participant> participants)
    {
        SentParticipant[] sent = [.. participants.Select(p => new SentParticipant(p.Account.Id, p.Account.Profile, p.JoinedAt))];
        return JsonSerializer.SerializeToUtf8Bytes(sent, ChatRoomJson.Default.SentParticipantArray);
    }

    private static List<Participant> Read(byte[] bytes) =>
        [.. JsonSerializer.Deserialize(bytes, ChatRoomJson.Default.SentParticipantArray)!.Select(p => new Participant(new Account(p.Id, p.Profile), p.JoinedAt))];
}

/// <summary>A participant as it crosses.</summary>
internal sealed record SentParticipant(string Id, ProfileRecord? Profile, DateTimeOffset JoinedAt);

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(ChatRoomOpening))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(SentParticipant[]))]
internal sealed partial class ChatRoomJson : JsonSerializerContext;
