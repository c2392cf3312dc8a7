using FsCheck;
using FsCheck.Experimental;

namespace Parley.Tests.Core.Rooms;

public sealed class RosterStormTests
{
    [Fact]
    public void After_thousands_of_joins_and_leaves_from_many_threads_the_roster_is_what_the_model_says() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(15).WithEndSize(20), new StormMachine().ToProperty());
}
