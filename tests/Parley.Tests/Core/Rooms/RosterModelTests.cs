using FsCheck;
using FsCheck.Experimental;

namespace Parley.Tests.Core.Rooms;

public sealed class RosterModelTests
{
    [Fact]
    public void After_any_joins_and_leaves_the_roster_is_what_the_model_says() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(200), new RosterMachine().ToProperty());
}
