using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Tests.Core.Messages;

namespace Parley.Tests.Core.Rooms;

/// <summary>A room with a roster that tells everybody who comes and goes, and a newcomer who is there.</summary>
internal sealed class RosterRoom : Room
{
    public const string Kind = "roster";

    private readonly Roster<Seat> roster = new();

    protected override bool IsEmpty => roster.Count == 0;

    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case Join join:
                roster.Add(new Seat(join.Peer, join.UserId));
                var names = roster.Members.ToArray().Select(m => m.Peer.ToString());
                join.Peer.TryDeliver(new Note("there " + string.Join(' ', names)));
                roster.DeliverToAll(new Note($"+ {join.Peer}"), except: join.Peer);
                break;
            case Leave leave:
                if (roster.Remove(leave.Peer, out _) is null) break;
                roster.DeliverToAll(new Note($"- {leave.Peer}"));
                break;
            case Look look:
                look.Seen.AddRange(roster.Members);
                break;
        }
    }

    public sealed record Join(IPeer Peer, string UserId) : Command(Peer);

    public sealed record Leave(IPeer Peer) : Command(Peer);

    /// <summary>Copies the roster out.</summary>
    public sealed record Look(List<Seat> Seen) : Command((IPeer?)null);
}
