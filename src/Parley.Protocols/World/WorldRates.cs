using Parley.Core.Limits;
using Parley.Core.Time;

namespace Parley.Protocols.World;

/// <summary>How much one connection may send: of everything, and of some kinds of messages less.</summary>
internal sealed class WorldRates
{
    private static readonly TimeSpan DropWindow = TimeSpan.FromMinutes(1);

    private readonly RateGuard everything;
    private readonly TokenBucket presence;
    private readonly TokenBucket moves;
    private readonly TokenBucket interactions;

    /// <summary>
    /// In seconds: what gathers while the session's workspace gets another node comes at once, and nobody is to be punished
    /// for that.
    /// </summary>
    private const int Gathered = 5;

    /// <param name="clock">Time.</param>
    /// <param name="options">The rates.</param>
    /// <param name="wasOpen">Whether it was open on another node until now.</param>
    public WorldRates(Clock clock, WorldOptions options, bool wasOpen = false)
    {
        var more = wasOpen ? Gathered : 0;
        Guard = everything = new RateGuard(clock, new RateLimits(
            options.MessagesPerSecond, options.Burst + (more * options.MessagesPerSecond), options.DropsBeforeClose, DropWindow));
        presence = Bucket(options.PresencePerSecond);
        moves = Bucket(options.MovesPerSecond);
        interactions = Bucket(options.InteractionsPerSecond);

        TokenBucket Bucket(int rate) =>
            new(new RateLimits(rate, rate * (1 + more), options.DropsBeforeClose, DropWindow), clock.Milliseconds);
    }

    /// <summary>What holds the connection as a whole.</summary>
    public RateGuard Guard { get; }

    /// <summary>Whether a message of this type may pass.</summary>
    public RateVerdict Admit(WorldType type) => everything.Admit(type switch
    {
        WorldType.PresenceUpdate => presence,
        // A change of zone is told to two zones and answered with all who are in one: not a hundred of them a second.
        WorldType.MoveIntent or WorldType.ZoneTransition => moves,
        WorldType.InteractRequest or WorldType.InteractEnd => interactions,
        _ => null,
    });
}
