using System.Runtime.CompilerServices;

namespace Parley.Protocols.ChatRoom;

/// <summary>Where the fields of a flat message lie in the input. On the stack: most messages have one or two.</summary>
internal struct FieldRanges
{
    private Slots slots;

    public int Count { get; private set; }

    /// <summary>Length of all fields and of the commas between them.</summary>
    public int TotalLength { get; private set; }

    public readonly Range this[int index] => slots[index];

    public bool TryAdd(Range range)
    {
        if (Count == ChatEnvelope.MaxFields) return false;

        TotalLength += range.End.Value - range.Start.Value + (Count > 0 ? 1 : 0);
        slots[Count++] = range;
        return true;
    }

    [InlineArray(ChatEnvelope.MaxFields)]
    private struct Slots
    {
        private Range first;
    }
}
