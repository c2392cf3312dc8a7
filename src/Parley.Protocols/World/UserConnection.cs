using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>The one connection that a user may have: a second one replaces the first, in whatever world that is.</summary>
public sealed class UserConnection : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "world-user";

    private WorldSession? current;

    /// <inheritdoc/>
    protected override bool IsEmpty => current is null;

    internal static RoomId Of(string userId) => new(Kind, userId);

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case TakeConnection taken:
                current?.Replace();
                current = taken.Session;
                break;
            case DropConnection dropped:
                if (current == dropped.Session) current = null;
                break;
            default:
                throw new InvalidOperationException($"A user's connection does not know {command.GetType().Name}.");
        }
    }
}

/// <summary>This is the user's connection from now on.</summary>
internal sealed record TakeConnection(WorldSession Session) : Command(Session);

/// <summary>This was the user's connection, unless another has replaced it.</summary>
internal sealed record DropConnection(WorldSession Session) : Command(Session);
