namespace Parley.Protocols.GuestCall;

/// <summary>An offer that nobody has answered yet, with the candidates that followed it: for a callee whose page is new.</summary>
internal sealed class Negotiation(GuestEvent offer)
{
    private const int MostCandidates = 100;
    private const int MostBytes = 64 * 1024;

    private readonly List<GuestEvent> candidates = [];
    private int bytes;

    public IEnumerable<GuestEvent> Events => candidates.Prepend(offer);

    /// <summary>Keeps a candidate. <c>false</c> for those beyond the bound, which were delivered all the same.</summary>
    public bool Add(GuestEvent candidate)
    {
        if (candidates.Count >= MostCandidates || bytes + candidate.Argument.Length > MostBytes) return false;
        candidates.Add(candidate);
        bytes += candidate.Argument.Length;
        return true;
    }
}
