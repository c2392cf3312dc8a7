namespace Parley.RabbitMq.Wire;

/// <summary>What nodes tell each other over a link.</summary>
internal enum ItemKind : byte
{
    /// <summary>Edge to owner: a session is opened, or opened again.</summary>
    Open = 1,

    /// <summary>Edge to owner: a client sent something, or went.</summary>
    Input,

    /// <summary>Edge to owner: somebody else who was in a room of ours, from before you owned it.</summary>
    Remember,

    /// <summary>Edge to owner: all sessions of the shard are open again.</summary>
    Reopened,

    /// <summary>Edge to owner: a client did not get all of which only the newest counts, and there will be no more of it by itself.</summary>
    Lost,

    /// <summary>Owner to edge: clients get something.</summary>
    Output,

    /// <summary>Owner to edge: an input need not be kept any more.</summary>
    Stable,

    /// <summary>Owner to edge, its last word of a session: up to which input it took, and what the next owner is to be given.</summary>
    Carry,

    /// <summary>Owner to edge: somebody is in a room of yours.</summary>
    Present,

    /// <summary>Owner to edge: somebody is no longer in a room of yours.</summary>
    Absent,

    /// <summary>Edge to owner: there is a newer owner than you.</summary>
    Fenced,

    /// <summary>To the owner: a command that is nobody's session's.</summary>
    Command,

    /// <summary>From the owner: the command was handled.</summary>
    Answer,
}

/// <summary>What became of a client.</summary>
internal enum InputKind : byte
{
    /// <summary>It sent text.</summary>
    Text,

    /// <summary>It sent bytes.</summary>
    Binary,

    /// <summary>It begins to go on purpose.</summary>
    Leaving,

    /// <summary>It is gone.</summary>
    Ended,
}

/// <summary>What a client gets.</summary>
internal enum OutputKind : byte
{
    /// <summary>A frame, in order.</summary>
    Frame,

    /// <summary>Frames of which only the newest count.</summary>
    Latest,

    /// <summary>Its connection is closed.</summary>
    Close,

    /// <summary>Its connection is cut.</summary>
    Abort,

    /// <summary>It gets nothing: its edge is told what the session is to be opened with from now on.</summary>
    State,
}
