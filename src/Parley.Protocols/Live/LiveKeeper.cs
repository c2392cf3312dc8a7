using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live;

/// <summary>
/// Where there are several nodes, what keeps a room open that was made ahead, wherever it goes: a session without a client,
/// of the node on which it was made.
/// </summary>
public sealed class LiveKeeper : IMessageHandler
{
    /// <summary>The name of such sessions among nodes.</summary>
    public const string Name = "live-room";

    private readonly LiveProtocol protocol;
    private readonly IConnection connection;
    private readonly RoomId room;

    /// <param name="connection">The way to the node that made the room: closed when the room ends.</param>
    /// <param name="protocol">The rooms.</param>
    /// <param name="opening">From <see cref="Opening"/>.</param>
    public LiveKeeper(IConnection connection, LiveProtocol protocol, byte[] opening)
    {
        (this.connection, this.protocol) = (connection, protocol);
        var kept = JsonSerializer.Deserialize(opening, LiveWireJson.Default.KeptLiveRoom)!;
        room = LiveScope.Plain.RoomOf(kept.Rid)!.Value;
        protocol.Rooms.Dispatch(room, new KeepLiveRoom(this, kept.Room));
    }

    /// <summary>What it is opened with.</summary>
    /// <param name="rid">The room.</param>
    /// <param name="make">How it was made.</param>
    public static byte[] Opening(string rid, OpenLiveRoom make) => JsonSerializer.SerializeToUtf8Bytes(
        new KeptLiveRoom(rid, LiveWire.ShapeOf(make)), LiveWireJson.Default.KeptLiveRoom);

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        // Nobody is there who would send.
    }

    /// <inheritdoc/>
    public void Tick()
    {
    }

    /// <inheritdoc/>
    public void TooSlow()
    {
    }

    /// <inheritdoc/>
    public void Ended() => protocol.Rooms.Dispatch(room, new LetGoOfLiveRoom(this));

    /// <summary>There is nothing to keep any more.</summary>
    internal void RoomEnded() => connection.Close(CloseCode.Normal, "the room has ended");
}

/// <summary>A room that is kept, as it crosses.</summary>
internal sealed record KeptLiveRoom(string Rid, LiveRoomShape Room);

/// <summary>The room is there, and stays.</summary>
/// <param name="Keeper">As long as that does not let go.</param>
/// <param name="Room">What it was made as.</param>
internal sealed record KeepLiveRoom(LiveKeeper Keeper, LiveRoomShape Room) : Command((IPeer?)null);

/// <summary>The room lives elsewhere, or the node is gone that made it: then it stays as long as this node has it.</summary>
/// <param name="Keeper">Who kept it.</param>
internal sealed record LetGoOfLiveRoom(LiveKeeper Keeper) : Command((IPeer?)null);
