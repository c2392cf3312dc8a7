using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq;

/// <summary>Another node, as it is known here.</summary>
internal sealed class OtherNode(long id, OutLink link)
{
    private long received;

    public long Id => id;

    /// <summary>The way there.</summary>
    public OutLink Link => link;

    /// <summary>The number of the last batch that came from there.</summary>
    public long Received
    {
        get => Volatile.Read(ref received);
        set => Volatile.Write(ref received, value);
    }

    /// <summary>When it last said that it lives.</summary>
    public long HeardAt { get; set; }

    /// <summary>What it said then; <c>null</c> before the first time.</summary>
    public Announcement? Says { get; set; }
}
