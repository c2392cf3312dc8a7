using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Storage;
using Parley.Core.Turn;

namespace Parley.Protocols.World;

/// <summary>
/// What the rules for objects, topology and moderation need of others. By default there is nothing: no media server, no
/// TURN, and no record of what moderators do.
/// </summary>
public sealed class WorldRules
{
    /// <summary>Where lock ids and the ids of audit entries come from.</summary>
    public OrderedUuids Uuids { get; init; } = new(TimeProvider.System);

    /// <summary>
    /// Whether a media server is there to be on; <c>null</c> when none are configured. Called under the world's lock, about
    /// once a second: it neither blocks nor throws.
    /// </summary>
    public Func<bool>? Media { get; init; }

    /// <summary>Signs what lets somebody onto the SFU; <c>null</c> where there is no key to sign with.</summary>
    public Func<SfuTicket, string>? SignSfu { get; init; }

    /// <summary>Makes TURN credentials for a user; gives <c>null</c> when there is no TURN server.</summary>
    public Func<string, IceServer?> RelayFor { get; init; } = static _ => null;

    /// <summary>How many TURN credentials a user may ask for; <c>null</c> for any number.</summary>
    public KeyedRates<string>? TurnRates { get; init; }

    /// <summary>How many refused attempts of a user at moderation are recorded; <c>null</c> for any number.</summary>
    public KeyedRates<string>? RefusalRates { get; init; }

    /// <summary>Takes what moderators did. Called under the world's lock: neither blocks nor throws.</summary>
    public Action<AuditRecord> Record { get; init; } = static _ => { };

    /// <summary>Counts zones by topology.</summary>
    public TopologyCounts Counts { get; init; } = new();

    /// <summary>Whether zones can be on the SFU now.</summary>
    public bool MediaAvailable => SignSfu is not null && Media?.Invoke() == true;
}
