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

    /// <summary>The same user id in two workspaces is two people's.</summary>
    internal static RoomId Of(WorldUser user) => new(Kind, $"{user.WorkspaceId.Length}:{user.WorkspaceId}{user.Id}");

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case TakeConnection { IsRestored: true } older when current is { } newer && newer.Since.CompareTo(older.Session.Since) > 0:
                older.Session.Supersede();
                break;
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
internal sealed record TakeConnection(WorldSession Session) : Command(Session)
{
    /// <summary>Whether it was so on another node: then one that came after it may be known already.</summary>
    public bool IsRestored { get; init; }
}

/// <summary>This was the user's connection, unless another has replaced it.</summary>
internal sealed record DropConnection(WorldSession Session) : Command(Session);
