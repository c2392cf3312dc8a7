namespace Parley.Core.Media;

/// <summary>Something that happened in a room on a media server.</summary>
public abstract record MediaEvent;

/// <summary>A stream's connection is up.</summary>
/// <param name="Link">Which one.</param>
public sealed record MediaUp(IMediaLink Link) : MediaEvent;

/// <summary>A stream's connection ended on its own: the client went, or its network.</summary>
/// <param name="Link">Which one.</param>
/// <param name="Reason">As the media server says it.</param>
public sealed record MediaHungUp(IMediaLink Link, string Reason) : MediaEvent;

/// <summary>A stream is not packaged as HLS any more, though it goes on: packaging it failed.</summary>
/// <param name="Link">Which one.</param>
public sealed record MediaUnpackaged(IMediaLink Link) : MediaEvent;

/// <summary>Packets of a stream are lost on the way: to the media server, or from it to a watcher.</summary>
/// <param name="Link">Which one.</param>
/// <param name="Lost">How many, within the last second.</param>
public sealed record MediaSlow(IMediaLink Link, int Lost) : MediaEvent;

/// <summary>The media server is gone, and the room and its streams with it. Told once, as the last thing.</summary>
/// <param name="Reason">What happened.</param>
public sealed record MediaRoomLost(string Reason) : MediaEvent;
