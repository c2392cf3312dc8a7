using System.Security.Cryptography;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// Parley itself, with authentication, validation, limits and rooms on. Pairs speak <c>direct</c>, rooms speak
/// <c>chatroom</c>; every client brings a JWT that the bench has signed.
/// </summary>
/// <param name="name">Its name in the report.</param>
/// <param name="about">What it is.</param>
/// <param name="assembly">The server.</param>
internal sealed class ParleyPeer(string name, string about, string assembly) : Peer
{
    private readonly JwtSigner signer = new(Secret());

    internal override string Name => name;

    internal override string About => about;

    internal override string ReadyPath => "/health/ready";

    internal override ServerCommand Command(int port, string folder) =>
        ServerCommand.DotNet(assembly, "serve", "--urls", $"http://127.0.0.1:{port}").With(
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Parley__Auth__SymmetricKey", signer.Key),
            ("Parley__Storage__ConnectionString", $"Data Source={Path.Combine(folder, "bench.db")}"),
            ("Parley__Admin__ApiKey", Secret()),
            // The limits stay in force; only their numbers are out of the load's way.
            ("Parley__Limits__MessagesPerSecond", "1000000"),
            ("Parley__Limits__Burst", "1000000"));

    internal override ClientPlan Pair(string id, string partner) => new(
        Upgrade.Request("/direct", signer.Sign(id)),
        new Step(FrameWriter.Client(Opcode.Text, ParleyMessages.Register(id)), "\"accepted\""u8.ToArray()));

    internal override Message PairMessage(string from, string to, int size) => ParleyMessages.Candidate(from, to, size);

    internal override IReadOnlyList<ClientPlan> Rooms(ServerProcess server, int rooms, int members)
    {
        using var api = new ParleyRooms(server.Port, signer);
        return
        [
            .. api.Create(rooms, members).Select(seat => new ClientPlan(
                Upgrade.Request($"/api/chat/realtime/{seat.Room}?access_token={signer.Sign(seat.Account)}"),
                new Step(null, "\"webrtc\""u8.ToArray()))),
        ];
    }

    internal override Message RoomMessage(int size) => ParleyMessages.Signal(size);

    private static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
}
