namespace Parley.Protocols.Live.Media;

/// <summary>A stream to a watcher, as its room knows it.</summary>
/// <param name="watcher">Who watches.</param>
/// <param name="publisher">Whose stream.</param>
/// <param name="request">Who asked for it, and is told.</param>
/// <param name="waitsUntil">When waiting for the publisher is given up, in milliseconds of the clock.</param>
internal sealed class LiveDownlink(LiveMember watcher, LiveAddress publisher, LiveRequest request, long waitsUntil)
{
    /// <summary>Who watches: another object when the watcher came back by another connection.</summary>
    public LiveMember Watcher { get; set; } = watcher;

    public LiveAddress Publisher => publisher;

    public LiveRequest Request => request;

    public long WaitsUntil => waitsUntil;

    /// <summary>What it is fed by; <c>null</c> while the publisher has nothing to watch yet.</summary>
    public LiveUplink? Uplink { get; set; }

    /// <summary>Whether the watcher has the offer.</summary>
    public bool Offered { get; set; }
}
