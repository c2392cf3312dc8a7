namespace Parley.Protocols.GuestCall;

/// <summary>An offer that nobody has answered yet, with the candidates that followed it: for a callee whose page is new.</summary>
internal sealed class Negotiation(GuestEvent offer)
{
    private const int MostCandidates = 100;
    private const int MostBytes = 64 * 1024;

    private readonly List<GuestEvent> candidates = [];
    private int bytes;

    public IEnumerable<GuestEvent> Events => candidates.Prepend(offer);

    /// <summary>Keeps a candidate; those beyond the bound were delivered all the same.</summary>
    public void Add(GuestEvent candidate)
    {
        if (candidates.Count >= MostCandidates || bytes + candidate.Argument.Length > MostBytes) return;
        candidates.Add(candidate);
        bytes += candidate.Argument.Length;
    }
}
