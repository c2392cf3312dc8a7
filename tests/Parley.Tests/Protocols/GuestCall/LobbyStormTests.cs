using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;

namespace Parley.Tests.Protocols.GuestCall;

public sealed class LobbyStormTests
{
    /// <summary>
    /// Every guest is in at most one pair, pairs are symmetric, and nobody searches while another unmatched guest searches,
    /// however match, cancel, leave, disconnect and coming back fall together.
    /// </summary>
    [Fact]
    public void Pairs_hold_whatever_the_interleaving() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(20), new LobbyStorm().ToProperty());
}
