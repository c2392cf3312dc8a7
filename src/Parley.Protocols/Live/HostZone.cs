using Parley.Core.Rooms;

namespace Parley.Protocols.Live;

/// <summary>
/// What a world wants of the room of one of its zones: all of it, each time. Commands that a room leaves for another one
/// are dispatched outside of its lock, so two of them may overtake each other; of wishes that are whole, the newest counts.
/// </summary>
/// <param name="Turn">Later wishes have greater ones (<see cref="Core.Identity.OrderedUuids"/>).</param>
/// <param name="MaxPublishers">Most publishers at once.</param>
/// <param name="People">Who may be in it, by user id, and whether they are muted. With nobody the room ends.</param>
public sealed record HostZone(Guid Turn, int MaxPublishers, IReadOnlyDictionary<string, bool> People) : Command(Sender: null);
