using System.Security.Cryptography;
using Parley.Bench.Load;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Peers;

/// <summary>
/// The naive relay with clients that bring a JWT and register by a first message, as Parley's do. It takes part in
/// connecting only, and shows what of that is the second exchange and the token, whoever does it.
/// </summary>
internal sealed class RegisteringPeer(string name, string about, string assembly) : Peer
{
    private readonly JwtSigner signer = new(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    internal override string Name => name;

    internal override string About => about;

    internal override bool Relays => false;

    internal override ServerCommand Command(int port, string folder) =>
        ServerCommand.DotNet(assembly, "--urls", $"http://127.0.0.1:{port}").With(("Key", signer.Key));

    internal override ClientPlan Pair(string id, string partner) => new(
        Upgrade.Request("/register", signer.Sign(id)),
        new Step(FrameWriter.Client(Opcode.Text, ParleyMessages.Register(id)), "\"accepted\""u8.ToArray()));
}
