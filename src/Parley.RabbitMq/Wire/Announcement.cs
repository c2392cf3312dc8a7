namespace Parley.RabbitMq.Wire;

/// <summary>What a node says of itself four times a second.</summary>
/// <param name="Node">Its id.</param>
/// <param name="SentAt">On its own clock: it hears itself, and knows by that when it last was in contact.</param>
/// <param name="Connection">Counts its connections: what was under way to an earlier one is lost.</param>
/// <param name="Settled">Whether it takes shards.</param>
/// <param name="Forgotten">Whom it no longer knows: those who read their own id here come back as somebody else.</param>
/// <param name="Owned">Its shards, with the epoch of each.</param>
internal sealed record Announcement(
    long Node, long SentAt, int Connection, bool Settled, IReadOnlyList<long> Forgotten,
    IReadOnlyList<(int Shard, long Epoch)> Owned)
{
    public static Announcement Read(ref WireReader from)
    {
        var (node, sentAt, connection, settled) = (from.Long(), from.Long(), from.Int(), from.Flag());
        var forgotten = new long[from.Int()];
        for (var i = 0; i < forgotten.Length; i++) forgotten[i] = from.Long();
        var owned = new (int, long)[from.Int()];
        for (var i = 0; i < owned.Length; i++) owned[i] = (from.Byte(), from.Long());
        return new Announcement(node, sentAt, connection, settled, forgotten, owned);
    }

    public byte[] ToArray()
    {
        var to = new WireWriter(64 + (Owned.Count * 9));
        to.Byte((byte)MessageType.Announcement);
        to.Long(Node);
        to.Long(SentAt);
        to.Int(Connection);
        to.Flag(Settled);
        to.Int(Forgotten.Count);
        foreach (var id in Forgotten) to.Long(id);
        to.Int(Owned.Count);
        foreach (var (shard, epoch) in Owned)
        {
            to.Byte((byte)shard);
            to.Long(epoch);
        }

        return to.ToArray();
    }
}
