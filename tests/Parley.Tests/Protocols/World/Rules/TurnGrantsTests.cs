using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

public sealed class TurnGrantsTests
{
    private const long Due = 2_700_000;

    private readonly TurnGrants grants = new(TimeSpan.FromSeconds(3600));

    [Fact]
    public void Credentials_are_renewed_at_three_quarters_of_their_lifetime_again_and_again()
    {
        grants.Given("alice", 0);

        grants.DueAt.ShouldBe(Due);
        grants.TakeDue(Due - 1).ShouldBeNull();
        grants.TakeDue(Due).ShouldBe("alice");
        grants.TakeDue(Due).ShouldBeNull();
        grants.DueAt.ShouldBe(2 * Due);
    }

    [Fact]
    public void Who_was_given_newer_ones_meanwhile_waits_for_those()
    {
        grants.Given("alice", 0);
        grants.Given("bob", 1_000);
        grants.Given("alice", 2_000);

        grants.TakeDue(Due + 1_000).ShouldBe("bob");
        grants.TakeDue(Due + 1_999).ShouldBeNull();
        grants.TakeDue(Due + 2_000).ShouldBe("alice");
    }

    [Fact]
    public void Who_needs_none_any_more_gets_none()
    {
        grants.Given("alice", 0);
        grants.Forget("alice");
        grants.Forget("alice");

        grants.DueAt.ShouldBe(long.MaxValue);
        grants.TakeDue(long.MaxValue - 1).ShouldBeNull();
    }
}
