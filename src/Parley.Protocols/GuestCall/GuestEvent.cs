using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>An event as a Socket.IO client gets it: a name and one argument, written once however many get it.</summary>
/// <param name="kind">What it is about.</param>
/// <param name="name">The event's name.</param>
/// <param name="argument">Its argument, as JSON.</param>
public class GuestEvent(MessageKind kind, string name, ReadOnlyMemory<byte> argument) : Event
{
    /// <inheritdoc/>
    public override MessageKind Kind => kind;

    /// <summary>The event's name.</summary>
    public string Name => name;

    /// <summary>Its argument, as JSON.</summary>
    public ReadOnlyMemory<byte> Argument => argument;

    /// <summary>Whether it is of no use later, so that nobody who was away needs to get it.</summary>
    public bool Passing { get; init; }
}
