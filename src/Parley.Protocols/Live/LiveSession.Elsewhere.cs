using Parley.Core.Identity;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live;

/// <summary>Opens a session's part in one room where that lives.</summary>
/// <param name="home">With what it lives: <see cref="LiveScope.HomeOf"/>.</param>
/// <param name="opening">What it is made of.</param>
public delegate IMessageHandler OpenLiveElsewhere(RoomId home, LiveOpening opening);

/// <content>
/// Where rooms live on several nodes: here signals are looked at and refused, and good ones go to where their room is. A
/// connection in several rooms has a part at each. See docs/scaling.md.
/// </content>
internal sealed partial class LiveSession
{
    private readonly List<Part> parts = [];

    private void PassOn(in LiveEnvelope envelope, ReadOnlySpan<byte> message, bool binary)
    {
        var rid = envelope.Rid!;
        if (parts.Find(p => p.Rid == rid) is not { } part)
        {
            if (!UserIds.IsValid(rid) || scope.HomeOf(rid) is not { } home)
            {
                Refuse(envelope, default, LiveCode.RoomNotFound, NoSuchRoom);
                return;
            }

            if (envelope is { Type: LiveSignalType.Join, Resume: not null } && parts.TrueForAll(p => p.HasLeft))
            {
                GiveWhole(home, rid).Receive(message, binary);
                return;
            }

            if (parts.Count >= MostRooms && !parts.Exists(p => p.HasLeft))
            {
                Refuse(envelope, default, LiveCode.ServerFailed, TooManyRooms);
                return;
            }

            if (parts.Count >= MostRooms) EndPart(parts.Find(p => p.HasLeft)!);
            part = new Part(rid, elsewhere!(home, OpeningFor(rid, isWhole: false)));
            parts.Add(part);
        }

        part.HasLeft = envelope.Type == LiveSignalType.Leave;
        part.Handler.Receive(message, binary);
    }

    /// <summary>
    /// What can be resumed is the whole connection, whose messages are counted at one place: the room of its first JOIN.
    /// </summary>
    private IMessageHandler GiveWhole(RoomId home, string rid)
    {
        foreach (var part in parts.ToArray()) EndPart(part);
        var handler = elsewhere!(home, OpeningFor(rid, isWhole: true));
        protocol.Users.Release(session!.UserId);
        session = null;
        Metrics.Disconnected();
        HandOver(handler);
        return handler;
    }

    private LiveOpening OpeningFor(string rid, bool isWhole) =>
        new(identity?.UserId, identity?.ExpiresAt, scope.Zone, profile, rid, isWhole);

    private void EndPart(Part part)
    {
        parts.Remove(part);
        part.Handler.Leaving();
        part.Handler.Ended();
    }

    /// <summary>What this connection is in one room, which lives somewhere.</summary>
    private sealed record Part(string Rid, IMessageHandler Handler)
    {
        /// <summary>Whether the last that was said there is that it leaves.</summary>
        public bool HasLeft { get; set; }
    }
}
