namespace Parley.EngineIo.Engine;

/// <summary>
/// Who is to be told that the client has what was sent: packets arrive in order, and pings are answered, so the answer to one
/// sent behind them says so. One such ping is on its way at a time; whoever asks meanwhile waits for the next. Not
/// thread-safe: the session's lock guards it.
/// </summary>
internal sealed class Receipts
{
    private List<Action>? asked;
    private List<Action>? next;
    private long askedBy;

    /// <summary>Whether a ping has to be sent now; <see cref="Asked"/> is to be called with its number.</summary>
    public bool MustAsk => asked is null && next is not null;

    public void Add(Action received) => (next ??= []).Add(received);

    public void Asked(long ping)
    {
        (asked, next) = (next, null);
        askedBy = ping;
    }

    /// <summary>Who is to be told once that ping has been answered.</summary>
    public List<Action>? Take(long ping)
    {
        if (asked is null || ping != askedBy) return null;
        var received = asked;
        asked = null;
        return received;
    }
}
