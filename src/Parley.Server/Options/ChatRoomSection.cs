namespace Parley.Server.Options;

/// <summary><c>Parley:ChatRoom</c>.</summary>
internal sealed class ChatRoomSection
{
    /// <summary>The outer type of signals where the URL does not say: <c>webrtc.signal</c> or <c>signaling</c>.</summary>
    public string Envelope { get; set; } = "webrtc.signal";
}
