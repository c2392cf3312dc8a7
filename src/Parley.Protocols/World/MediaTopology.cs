namespace Parley.Protocols.World;

/// <summary>How media flows among the people of a zone.</summary>
internal enum MediaTopology
{
    /// <summary>From peer to peer.</summary>
    P2PDirect,

    /// <summary>From peer to peer, for some through a TURN server.</summary>
    P2PTurn,

    /// <summary>Through a media server.</summary>
    Sfu,
}

/// <summary>Their names on the wire.</summary>
internal static class MediaTopologies
{
    public static ReadOnlySpan<byte> NameUtf8(this MediaTopology topology) => topology switch
    {
        MediaTopology.P2PTurn => "P2P_TURN"u8,
        MediaTopology.Sfu => "SFU"u8,
        _ => "P2P_DIRECT"u8,
    };
}
