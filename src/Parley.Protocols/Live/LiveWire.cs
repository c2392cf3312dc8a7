using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Protocols.Live;

/// <summary>What the operator and others ask of a room, as it crosses between nodes.</summary>
public static class LiveWire
{
    private const string Unanswered = "The room's node did not answer.";

    /// <summary><see cref="OpenLiveRoom"/> as bytes.</summary>
    public static byte[] Write(OpenLiveRoom make) =>
        JsonSerializer.SerializeToUtf8Bytes(ShapeOf(make), LiveWireJson.Default.LiveRoomShape);

    /// <summary><see cref="OpenLiveRoom"/> again; whether it was made goes back as bytes.</summary>
    public static OpenLiveRoom ReadOpen(byte[] bytes, Action<byte[]> answer)
    {
        var shape = JsonSerializer.Deserialize(bytes, LiveWireJson.Default.LiveRoomShape)!;
        return new OpenLiveRoom(
            shape.Channel, shape.Listed, shape.MaxPublishers, shape.KeptOpen, Answering<bool>(made => answer([made ? (byte)1 : (byte)0])));
    }

    /// <summary><see cref="CloseLiveRoom"/> as bytes.</summary>
    public static byte[] Write(CloseLiveRoom close) => JsonSerializer.SerializeToUtf8Bytes(close.Reason, LiveWireJson.Default.String);

    /// <summary><see cref="CloseLiveRoom"/> again; whether there was one goes back as bytes.</summary>
    public static CloseLiveRoom ReadClose(byte[] bytes, Action<byte[]> answer) => new(
        JsonSerializer.Deserialize(bytes, LiveWireJson.Default.String)!,
        Answering<bool>(closed => answer([closed ? (byte)1 : (byte)0])));

    /// <summary><see cref="MuteInLiveRoom"/> as bytes.</summary>
    public static byte[] Write(MuteInLiveRoom mute) => JsonSerializer.SerializeToUtf8Bytes(
        new SentMute(mute.UserId, mute.Muted), LiveWireJson.Default.SentMute);

    /// <summary><see cref="MuteInLiveRoom"/> again.</summary>
    public static MuteInLiveRoom ReadMute(byte[] bytes)
    {
        var mute = JsonSerializer.Deserialize(bytes, LiveWireJson.Default.SentMute)!;
        return new MuteInLiveRoom(mute.UserId, mute.Muted);
    }

    /// <summary><see cref="AskLiveRoom"/> where the room is: the answer goes back as bytes.</summary>
    public static AskLiveRoom ReadAsk(Action<byte[]> answer) => new(Answering<LiveRoomStatus?>(
        status => answer(JsonSerializer.SerializeToUtf8Bytes(status!, LiveWireJson.Default.LiveRoomStatus))));

    /// <summary>Takes yes or no to who asked; <c>null</c>: there was no answer.</summary>
    public static void Answer(TaskCompletionSource<bool>? asked, byte[]? answer)
    {
        if (answer is null) asked?.TrySetException(new TimeoutException(Unanswered));
        else asked?.TrySetResult(answer is [1]);
    }

    /// <summary>Takes the answer to who asked; <c>null</c>: there was none.</summary>
    public static void Answer(AskLiveRoom ask, byte[]? answer)
    {
        if (answer is null) ask.Answer.TrySetException(new TimeoutException(Unanswered));
        else ask.Answer.TrySetResult(JsonSerializer.Deserialize(answer, LiveWireJson.Default.LiveRoomStatus));
    }

    internal static LiveRoomShape ShapeOf(OpenLiveRoom make) =>
        new(make.Channel, null, make.Publishers, make.Publishers is null, make.MaxPublishers, make.KeptOpen);

    private static TaskCompletionSource<T> Answering<T>(Action<T> answer)
    {
        var asked = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.Task.ContinueWith(
            task => answer(task.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        return asked;
    }
}

/// <summary><see cref="MuteInLiveRoom"/> as it crosses.</summary>
internal sealed record SentMute(string UserId, bool Muted);

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(LiveRoomShape))]
[JsonSerializable(typeof(KeptLiveRoom))]
[JsonSerializable(typeof(LiveRoomStatus))]
[JsonSerializable(typeof(SentMute))]
[JsonSerializable(typeof(string))]
internal sealed partial class LiveWireJson : JsonSerializerContext;
