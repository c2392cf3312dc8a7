using Parley.Bench.Load;
using Parley.Bench.Peers;
using Parley.Bench.Servers;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Cluster;

/// <summary>A room of two that Parley's REST has made.</summary>
/// <param name="Signer">Of the members' tokens.</param>
/// <param name="Id">The room's.</param>
/// <param name="Accounts">The members.</param>
internal sealed record PairRoom(JwtSigner Signer, string Id, IReadOnlyList<string> Accounts)
{
    /// <summary>How a member comes in, by a node.</summary>
    internal ClientPlan Seat(int member, ServerProcess node) => new(
        Upgrade.Request($"/api/chat/realtime/{Id}?access_token={Signer.Sign(Accounts[member])}"),
        new Step(null, "\"webrtc\""u8.ToArray()))
    {
        Port = node.Port,
    };
}
