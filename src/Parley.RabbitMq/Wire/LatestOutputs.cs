using Parley.Core.Sessions;

namespace Parley.RabbitMq.Wire;

/// <summary>
/// What waits beside a link and of which only the newest counts: for each receiver at most one, in the place of which a
/// newer one is put. Under the link's lock.
/// </summary>
internal sealed class LatestOutputs
{
    private readonly Dictionary<int, Output> waiting = [];

    public bool IsEmpty => waiting.Count == 0;

    public bool Has(int receiver) => waiting.ContainsKey(receiver);

    public void Put(int shard, long epoch, int receiver, byte[] buffer, int length)
    {
        Drop(receiver);
        waiting[receiver] = new Output(shard, epoch, buffer, length);
    }

    /// <summary><c>false</c> when nothing waited for that receiver.</summary>
    public bool Drop(int receiver)
    {
        if (!waiting.Remove(receiver, out var old)) return false;
        LatestFrames.Return(old.Buffer);
        return true;
    }

    /// <summary>All of it goes.</summary>
    public void MoveTo(WireWriter items)
    {
        foreach (var (receiver, output) in waiting)
        {
            items.Item(ItemKind.Output, output.Shard, output.Epoch);
            // Nobody's input's consequence.
            items.Key(default);
            items.Int(-1);
            items.Byte(0);
            items.Flag(false);
            items.Byte((byte)OutputKind.Latest);
            items.Int(0);
            items.Bytes(output.Buffer.AsSpan(0, output.Length));
            items.Int(1);
            items.Int(receiver);
        }

        Clear();
    }

    public void Clear()
    {
        foreach (var output in waiting.Values) LatestFrames.Return(output.Buffer);
        waiting.Clear();
    }

    private readonly record struct Output(int Shard, long Epoch, byte[] Buffer, int Length);
}
