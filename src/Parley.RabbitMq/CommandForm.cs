using Parley.Core.Rooms;

namespace Parley.RabbitMq;

/// <summary>
/// The wire form of a command that comes from elsewhere than a session of the room: these may cross to another node.
/// It may arrive twice when the room's owner dies over it.
/// </summary>
/// <param name="Type">The command's type.</param>
/// <param name="Write">The command as bytes.</param>
/// <param name="Read">The command again, where its room lives; it gets a way to answer, to be used once.</param>
/// <param name="Answered">Takes the answer, or <c>null</c> when none came, to the command that was asked.</param>
public sealed record CommandForm(
    Type Type, Func<Command, byte[]> Write, Func<byte[], Action<byte[]>, Command> Read, Action<Command, byte[]?> Answered)
{
    /// <summary>Whether the asker waits for more than that it was handled.</summary>
    public bool HasAnswer { get; init; }
}
