using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live.Whip;

/// <summary>What a request asks.</summary>
public enum WhipAct
{
    /// <summary>Publishes into the room.</summary>
    Publish,

    /// <summary>Watches in it.</summary>
    Watch,

    /// <summary>Looks for a session.</summary>
    Find,

    /// <summary>Gives a watcher's answer.</summary>
    Answer,

    /// <summary>Gives candidates, or begins a new ICE session.</summary>
    Patch,

    /// <summary>Ends a session.</summary>
    End,
}

/// <summary>A request, as it goes to the node of the room.</summary>
/// <param name="Act">What it asks.</param>
/// <param name="Rid">The room.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Text">The body: SDP, or a fragment of it.</param>
/// <param name="Publisher">With <see cref="WhipAct.Watch"/>: the user to watch, or <c>null</c> for the room's owner.</param>
/// <param name="Session">With <see cref="WhipAct.Watch"/> that user's session, or <c>null</c>; later the session's own id.</param>
public sealed record WhipAsk(
    WhipAct Act, string Rid, WhipUser User, string Text = "", string? Publisher = null, string? Session = null)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WhipJson.Default.WhipAsk);

    /// <summary>As it was.</summary>
    public static WhipAsk FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, WhipJson.Default.WhipAsk)!;

    /// <summary>The answer, as it crosses.</summary>
    public static byte[] ToBytes(WhipReply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, WhipJson.Default.WhipReply);

    /// <summary>The answer, as it was.</summary>
    public static WhipReply ReplyFromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, WhipJson.Default.WhipReply)!;
}

/// <summary>Brings a request to the node of its room, where it is done beside the room.</summary>
/// <param name="Ask">The request.</param>
/// <param name="Whip">Who does it.</param>
/// <param name="Answer">Gets what came of it.</param>
public sealed record AskWhip(WhipAsk Ask, WhipProtocol Whip, TaskCompletionSource<WhipReply> Answer) : Command((IPeer?)null)
{
    /// <summary>Not on this stack: it waits for the room, whose lock the caller holds.</summary>
    internal void Start() => _ = Task.Run(RunAsync);

    private async Task RunAsync()
    {
        try
        {
            Answer.TrySetResult(await Whip.RunAsync(Ask, CancellationToken.None));
        }
        catch (Exception failure)
        {
            Answer.TrySetException(failure);
        }
    }
}

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(WhipAsk))]
[JsonSerializable(typeof(WhipReply))]
internal sealed partial class WhipJson : JsonSerializerContext;
