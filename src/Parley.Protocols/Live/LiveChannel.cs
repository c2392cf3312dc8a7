namespace Parley.Protocols.Live;

/// <summary>What a room is for: who sends, who watches, and by which way.</summary>
public enum LiveChannel
{
    /// <summary>Several publishers and many viewers, over a media server.</summary>
    ManyToMany,

    /// <summary>The same without video.</summary>
    AudioToMany,

    /// <summary>Two users, whose signals are handed to each other.</summary>
    PeerToPeer,

    /// <summary>One publisher, and viewers who get HLS.</summary>
    OneToMany,
}

/// <summary>Their names on the wire: <c>ch</c>.</summary>
public static class LiveChannels
{
    /// <summary>All of them, for people.</summary>
    public const string All = "m2m, a2m, p2p, p2m";

    /// <summary>The channel of that name, or <c>null</c>.</summary>
    public static LiveChannel? Parse(string name) => name switch
    {
        "m2m" => LiveChannel.ManyToMany,
        "a2m" => LiveChannel.AudioToMany,
        "p2p" => LiveChannel.PeerToPeer,
        "p2m" => LiveChannel.OneToMany,
        _ => null,
    };

    /// <summary>Its name.</summary>
    public static string Name(this LiveChannel channel) => channel switch
    {
        LiveChannel.ManyToMany => "m2m",
        LiveChannel.AudioToMany => "a2m",
        LiveChannel.PeerToPeer => "p2p",
        _ => "p2m",
    };
}
