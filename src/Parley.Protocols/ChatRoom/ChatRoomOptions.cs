namespace Parley.Protocols.ChatRoom;

/// <summary>What an operator may change of the protocol.</summary>
public sealed record ChatRoomOptions
{
    /// <summary>The outer type of signals, where a connection does not ask for another.</summary>
    public string Envelope { get; init; } = ChatRoomProtocol.DefaultEnvelope;

    /// <summary>Whether a token that runs out ends its connection.</summary>
    public bool CloseOnExpiry { get; init; }

    /// <summary>How long a session that can be resumed outlives its connection.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
