using Parley.Core.Media;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>A media server that is there or not, and keeps whose audio is cut in which room.</summary>
internal sealed class FakeMediaServer : IZoneMedia
{
    public bool IsAvailable { get; set; } = true;

    /// <summary>What it was asked, in order: <c>bob muted in office/meet</c>.</summary>
    public List<string> Asked { get; } = [];

    public void SetMuted(string room, string userId, bool muted) => Asked.Add($"{userId} {(muted ? "muted" : "heard")} in {room}");
}
