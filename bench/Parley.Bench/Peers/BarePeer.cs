using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// A relay without a protocol: the URL says who a client is and who its partner (or its room) is, frames are handed on
/// as they are, and nothing is read, checked or limited.
/// </summary>
internal sealed class BarePeer(string name, string about, Func<int, ServerCommand> command) : Peer
{
    private static readonly Step Open = new(null, "\"open\""u8.ToArray());

    internal override string Name => name;

    internal override string About => about;

    internal override ServerCommand Command(int port, string folder) => command(port);

    internal override ClientPlan Pair(string id, string partner) =>
        new(Upgrade.Request($"/?id={id}&to={partner}"), Open);

    internal override Message PairMessage(string from, string to, int size) => RoomMessage(size);

    internal override IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members) =>
    [
        .. Enumerable.Range(0, rooms * members).Select(i => new ClientPlan(
            Upgrade.Request(string.Create(CultureInfo.InvariantCulture, $"/?id=u{i}&room=r{i / members}")), Open)),
    ];

    internal override Message RoomMessage(int size) => new(size, "{\"type\":\"ice_candidate\",\"candidate\":\"", "\"}");
}
