using Parley.Core.Media;
using Parley.Core.Rooms;

namespace Parley.Protocols.Live.Media;

/// <summary>Something that a <see cref="MediaPeer"/> tells its room.</summary>
internal abstract record MediaCommand(MediaPeer From) : Command(From);

/// <summary>An offer was answered.</summary>
/// <param name="From">Who tells it.</param>
/// <param name="Uplink">Which stream.</param>
/// <param name="Request">What the answer goes with.</param>
/// <param name="Sdp">The SDP.</param>
/// <param name="Hls">The path of its playlist, where it is packaged.</param>
/// <param name="Place">On which of the room's places on media servers it is.</param>
internal sealed record UplinkAnswered(
    MediaPeer From, LiveUplink Uplink, LiveRequest Request, string Sdp, string? Hls, int Place) : MediaCommand(From);

/// <summary>An offer was not answered.</summary>
internal sealed record UplinkRefused(
    MediaPeer From, LiveUplink Uplink, LiveRequest Request, MediaFault Fault, string Message) : MediaCommand(From);

/// <summary>An uplink is packaged as HLS no more, and goes on.</summary>
internal sealed record UplinkUnpackaged(MediaPeer From, LiveUplink Uplink) : MediaCommand(From);

/// <summary>An uplink has ended by itself.</summary>
internal sealed record UplinkEnded(MediaPeer From, LiveUplink Uplink) : MediaCommand(From);

/// <summary>There is an offer for a watcher.</summary>
internal sealed record DownlinkOffered(
    MediaPeer From, LiveDownlink Downlink, LiveUplink Uplink, string Sdp) : MediaCommand(From);

/// <summary>There is no offer for a watcher.</summary>
internal sealed record DownlinkRefused(
    MediaPeer From, LiveDownlink Downlink, LiveUplink Uplink, MediaFault Fault, string Message) : MediaCommand(From);

/// <summary>A watcher's answer was taken.</summary>
internal sealed record AnswerTaken(MediaPeer From, LiveDownlink Downlink, LiveRequest Request) : MediaCommand(From);

/// <summary>A watcher's answer was not taken.</summary>
internal sealed record AnswerRefused(
    MediaPeer From, LiveDownlink Downlink, LiveRequest Request, MediaFault Fault, string Message) : MediaCommand(From);

/// <summary>A downlink has ended by itself.</summary>
internal sealed record DownlinkEnded(MediaPeer From, LiveDownlink Downlink) : MediaCommand(From);

/// <summary>A media server was lost, with all that was in this room's place on it.</summary>
internal sealed record MediaLost(MediaPeer From, int Place) : MediaCommand(From);
