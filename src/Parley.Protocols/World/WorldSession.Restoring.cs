using Parley.Core.Resuming;
using Parley.Core.Sessions;

namespace Parley.Protocols.World;

/// <content>What is needed to open the session again on another node. See docs/scaling.md.</content>
internal sealed partial class WorldSession
{
    private WorldOpening? opening;
    private bool isRestored;
    private bool ended;

    /// <summary>Of two connections of one user, the later one has the greater.</summary>
    public Guid Since { get; private set; }

    /// <summary>Whether it may have to be opened again on another node: then its world says how.</summary>
    public bool IsRemembered => Remembers;

    /// <summary>
    /// Whether it keeps the place of a user whose connection was lost: should the world get another owner, that one has to
    /// know of it, or others would see for ever who is not there any more.
    /// </summary>
    public bool IsAwaited { get; set; }

    /// <inheritdoc/>
    bool IMessageHandler.IsAway => IsAwaited;

    /// <summary>It goes on at another node, where its place is.</summary>
    void IMessageHandler.GiveUp()
    {
        onPurpose = true;
        Ended();
    }

    /// <inheritdoc/>
    void IMessageHandler.LatestLost()
    {
        if (world is { } room) protocol.Rooms.Dispatch(room, new PresenceLost(this));
    }

    /// <summary>A newer connection of the user was known already when this one was opened again.</summary>
    public void Supersede() => IsReplaced = true;

    /// <summary>It has connected already, and nobody is to notice that it was open elsewhere until now.</summary>
    public void Restore(WorldOpening before, WorldStanding standing, byte[]? carried)
    {
        var identity = before.Identity;
        (opening, Batches, expiresAt, User) = (before, before.Batches, identity.ExpiresAt, new WorldUser(identity));
        (Since, world, isRestored) = (standing.Since, standing.WorldId is { } id ? WorldRoom.Of(id) : null, true);
        protocol.Rules.Uuids.Pass(standing.Newest);
        if (carried is not null)
        {
            KeepOn(protocol.Kept, BindingOf(identity), protocol.Options.Grace, carried);
            // Unheard, but from now on messages count.
            Answer(NewConnected(null).FrameFor(Codec));
        }

        protocol.Rooms.Dispatch(UserConnection.Of(User), new TakeConnection(this) { IsRestored = true });
        if (IsReplaced || world is not { } room || standing.Place is not { } place) RememberPlace(null);
        else protocol.Rooms.Dispatch(room, new RestoreInWorld(this, place));
    }

    /// <summary>What it would have to be opened with on another node from now on. Under the lock of its world, while it is in one.</summary>
    public void RememberPlace(WorldPlace? place)
    {
        if (opening is not null && Remembers)
            Remember((opening with { Standing = new WorldStanding(Since, protocol.Rules.Uuids.Next(), WorldId, place) }).ToBytes());
    }

    /// <summary>Its world works again, and tells what could not be told while it was made anew.</summary>
    private void Settle()
    {
        isRestored = false;
        // Its client may have been told so, or not.
        if (IsReplaced) Replace();
        else if (world is { } room) protocol.Rooms.Dispatch(room, new SettleInWorld(this));
    }

    private static ResumeBinding BindingOf(Core.Identity.VerifiedIdentity identity) =>
        new(WorldProtocol.Name, identity.UserId, identity.WorkspaceId!);
}
