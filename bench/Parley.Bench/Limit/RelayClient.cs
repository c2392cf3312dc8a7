namespace Parley.Bench.Limit;

/// <summary>A client of the limit relay.</summary>
internal sealed class RelayClient(int fd)
{
    internal int Fd => fd;

    /// <summary>Whether the upgrade is done.</summary>
    internal bool Open { get; set; }

    /// <summary>Its own id and its partner's; empty in a room.</summary>
    internal string Id { get; set; } = "";

    internal string To { get; set; } = "";

    internal string RoomId { get; set; } = "";

    /// <summary>Whether its room tells on ticks.</summary>
    internal bool Ticks { get; set; }

    /// <summary>The partner, once a message has looked it up.</summary>
    internal RelayClient? Partner { get; set; }

    /// <summary>Everybody in its room, itself included; null for one of a pair.</summary>
    internal List<RelayClient>? Room { get; set; }

    /// <summary>The room instead, where it tells on ticks; and this one's place in it.</summary>
    internal TickingRoom? Ticking { get; set; }

    internal int Place { get; set; }

    /// <summary>The beginning of a frame whose rest has not arrived yet.</summary>
    internal byte[] Carry { get; set; } = [];
}
