namespace Parley.Core.Messages;

/// <summary>What a message is about, whatever the wire calls it. The label <c>kind</c> of the message counters.</summary>
public enum MessageKind
{
    /// <summary>Could not be understood.</summary>
    Invalid,

    /// <summary>Introduces a connection, or accepts it.</summary>
    Register,

    /// <summary>Says that the sender is alive, or answers that.</summary>
    Heartbeat,

    /// <summary>An SDP offer.</summary>
    Offer,

    /// <summary>An SDP answer.</summary>
    Answer,

    /// <summary>An ICE candidate.</summary>
    Candidate,

    /// <summary>The end of ICE candidates.</summary>
    EndOfCandidates,

    /// <summary>A signal of a type that only the clients know.</summary>
    Signal,

    /// <summary>A change of a user's or a room's presence.</summary>
    Presence,

    /// <summary>Asks to be somewhere else, or is told where one is.</summary>
    Move,

    /// <summary>About an object that people share.</summary>
    Interaction,

    /// <summary>Looks for somebody to talk to, or is told of one.</summary>
    Match,

    /// <summary>Text between people, and its receipts.</summary>
    Chat,

    /// <summary>Leaves on purpose.</summary>
    Leave,

    /// <summary>Something was refused or lost.</summary>
    Error,
}
