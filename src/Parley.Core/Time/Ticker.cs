namespace Parley.Core.Time;

/// <summary>
/// A thread that gives those a turn who ask for one, each at most once a period. Their phases are spread evenly over the
/// period, so that not all work comes at one instant, and each keeps its own, so that its turns are a period apart. While
/// nobody asks the thread sleeps.
/// </summary>
/// <remarks>
/// A thread of its own rather than a timer: timers run on the pool, where a turn waits behind whatever else does, and late
/// is what a tick may not be. See docs/decisions/0009-a-world-is-a-room.md.
/// </remarks>
public sealed class Ticker : IDisposable
{
    /// <summary>So many phases: at 15 periods a second one lasts about a millisecond, as short as a thread can well sleep.</summary>
    private const int Slots = 64;

    private const int SlotBits = 6;

    private readonly object gate = new();
    private readonly Lock running = new();
    private readonly TimeProvider time;
    private readonly Action<TimeSpan> late;
    private readonly Action<Exception> failed;
    private readonly long origin;
    private readonly double slotLength;
    private readonly List<Ticked>[] slots = [.. Enumerable.Range(0, Slots).Select(_ => new List<Ticked>())];
    private List<Ticked> spare = [];
    private Thread? thread;
    private long lastSlot = -1;
    private long wakeAt = long.MaxValue;
    private int asked;
    private int phases;
    private bool stopped;

    /// <param name="time">What time it is.</param>
    /// <param name="period">Between two turns of one who asks again and again.</param>
    /// <param name="late">Is told by how much a turn came late.</param>
    /// <param name="failed">Is told what a turn threw; the others have theirs.</param>
    public Ticker(TimeProvider time, TimeSpan period, Action<TimeSpan> late, Action<Exception> failed)
    {
        (this.time, this.late, this.failed) = (time, late, failed);
        origin = time.GetTimestamp();
        slotLength = period.TotalSeconds * time.TimestampFrequency / Slots;
    }

    /// <summary>Asks for one turn. Who has asked and had no turn since does not ask again.</summary>
    public void Ask(Ticked who)
    {
        lock (gate)
        {
            if (who.Phase < 0) who.Phase = Spread(phases++);
            // While nobody asked no slot was missed.
            if (asked == 0) lastSlot = Math.Max(lastSlot, SlotAt(time.GetTimestamp()));
            slots[who.Phase].Add(who);
            asked++;
            if (NextOf(who.Phase) < wakeAt) Monitor.Pulse(gate);
        }
    }

    /// <summary>Starts the thread. Without it nothing happens but by <see cref="Run"/>.</summary>
    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "ticker" };
        thread.Start();
    }

    /// <summary>Gives their turn to all for whom it has come.</summary>
    public void Run()
    {
        lock (running)
        {
            var now = SlotAt(time.GetTimestamp());
            while (TryTake(now, out var slot)) Call(spare, slot);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.Pulse(gate);
        }

        thread?.Join();
    }

    /// <summary>0, 1/2, 1/4, 3/4, 1/8, …: the first few are as far apart as the first hundred (van der Corput's sequence).</summary>
    private static int Spread(int number)
    {
        var phase = 0;
        for (var bit = 0; bit < SlotBits; bit++) phase |= ((number >> bit) & 1) << (SlotBits - 1 - bit);
        return phase;
    }

    private long SlotAt(long timestamp) => (long)((timestamp - origin) / slotLength);

    /// <summary>The next slot of this phase.</summary>
    private long NextOf(int phase) => lastSlot + 1 + ((phase - lastSlot - 1) & (Slots - 1));

    /// <summary>Takes those of the next slot that is not empty into <see cref="spare"/>. <c>false</c> when none is due.</summary>
    private bool TryTake(long now, out long slot)
    {
        lock (gate)
        {
            // Whoever is behind by more than a period has missed turns: those are not made up for.
            slot = lastSlot = Math.Max(lastSlot, now - Slots);
            while (asked > 0 && slot < now)
            {
                lastSlot = ++slot;
                ref var there = ref slots[slot & (Slots - 1)];
                if (there.Count == 0) continue;

                (spare, there) = (there, spare);
                asked -= spare.Count;
                return true;
            }

            lastSlot = now;
            return false;
        }
    }

    private void Call(List<Ticked> those, long slot)
    {
        late(time.GetElapsedTime(origin + (long)(slot * slotLength)));
        foreach (var who in those)
        {
            try
            {
                who.OnTick();
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }

        those.Clear();
    }

    private void Loop()
    {
        while (true)
        {
            Run();
            lock (gate)
            {
                if (stopped) return;
                Sleep();
            }
        }
    }

    /// <summary>Until the next slot that is not empty, or until one is that would come before.</summary>
    private void Sleep()
    {
        wakeAt = long.MaxValue;
        for (var phase = 0; asked > 0 && phase < Slots; phase++)
        {
            if (slots[phase].Count > 0) wakeAt = Math.Min(wakeAt, NextOf(phase));
        }

        if (wakeAt == long.MaxValue)
        {
            Monitor.Wait(gate);
        }
        else
        {
            var left = (origin + (wakeAt * slotLength) - time.GetTimestamp()) * 1000 / time.TimestampFrequency;
            if (left > 0) Monitor.Wait(gate, (int)Math.Ceiling(left));
        }

        wakeAt = long.MinValue;
    }
}
