using System.Runtime.InteropServices;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>
/// What this thread works at: what rooms send meanwhile is because of it. An owner that rebuilds its rooms, or gives them
/// up, does so in silence.
/// </summary>
internal sealed class Handling
{
    private const int MostSpared = 256;

    [ThreadStatic]
    private static Handling? current;

    [ThreadStatic]
    private static Dictionary<HostedConnection, byte>? spare;

    private readonly Handling? outer;
    private Dictionary<HostedConnection, byte>? counts;
    private List<(OutLink Link, long Batch)>? sent;
    private List<long>? delivered;

    private Handling(SessionKey origin, int number, bool again)
    {
        (Origin, Number, Again) = (origin, number, again);
        outer = current;
        current = this;
    }

    /// <summary>What this thread works at, or <c>null</c>.</summary>
    public static Handling? Current => current;

    /// <summary>Whose input.</summary>
    public SessionKey Origin { get; }

    /// <summary>Which.</summary>
    public int Number { get; }

    /// <summary>Whether another owner may have handled it before.</summary>
    public bool Again { get; }

    /// <summary>Whether nobody is to hear of it.</summary>
    public bool Silent { get; private init; }

    /// <summary>The node whose clients are not to hear of it.</summary>
    public long? Unheard { get; private init; }

    /// <summary>To other nodes: by which links, and in which batch the last of it went.</summary>
    public IReadOnlyList<(OutLink Link, long Batch)> Sent => sent ?? [];

    /// <summary>To clients of this node: <see cref="Delivered.Pack"/>.</summary>
    public IReadOnlyList<long> DeliveredHere => delivered ?? [];

    /// <summary>An input is handled, until <see cref="End"/> on the same thread.</summary>
    public static Handling Of(SessionKey origin, int number, bool again) => new(origin, number, again);

    /// <summary>Nobody hears, until <see cref="End"/>.</summary>
    public static Handling InSilence() => new(default, -1, false) { Silent = true };

    /// <summary>Clients of one node do not hear, until <see cref="End"/>.</summary>
    public static Handling UnheardBy(long node) => new(default, -1, false) { Unheard = node };

    public void End()
    {
        current = outer;
        if (counts is not { Count: <= MostSpared } done) return;
        done.Clear();
        (spare, counts) = (done, null);
    }

    /// <summary>How many the receiver got because of this before; counted. What comes to it from elsewhere between does not count.</summary>
    public byte CountFor(HostedConnection receiver)
    {
        if (counts is null) (counts, spare) = (spare ?? [], null);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, receiver, out _);
        return count++;
    }

    public void WentTo(OutLink link, long batch)
    {
        sent ??= [];
        for (var i = 0; i < sent.Count; i++)
        {
            if (!ReferenceEquals(sent[i].Link, link)) continue;
            sent[i] = (link, batch);
            return;
        }

        sent.Add((link, batch));
    }

    public void WentHere(long packed) => (delivered ??= []).Add(packed);
}
