using Parley.Core.Media;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>What Janus's errors mean to whoever asked for media.</summary>
internal static class VideoRoomFaults
{
    public static MediaException ToMedia(this JanusException fault) => fault.Code switch
    {
        JanusException.InvalidJsep or JanusException.InvalidSdp or JanusException.InvalidSdpType or JanusException.UnexpectedAnswer =>
            new(MediaFault.BadRequest, $"The media server can't use this SDP: {fault.Message}", fault),
        JanusException.NoSuchFeed or JanusException.NoSuchHandle or JanusException.NoSuchRoom =>
            new(MediaFault.StreamGone, "The stream has ended.", fault),
        JanusException.PublishersFull =>
            new(MediaFault.Full, "The room has as many publishers as it may.", fault),
        _ => new(MediaFault.ServerFailed, "The media server failed: try again.", fault),
    };
}
