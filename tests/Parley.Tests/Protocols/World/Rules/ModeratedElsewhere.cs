using Parley.Core.Messages;
using Parley.Core.Storage;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>What a moderator did in this world on another node; and what was done here, told once more.</summary>
public sealed class ModeratedElsewhere
{
    private readonly RulesOffice office = new();
    private readonly Person admin;
    private readonly Person bob;

    public ModeratedElsewhere()
    {
        (admin, bob) = (office.Come("admin", "Member,Admin"), office.Come("bob"));
        foreach (var person in new[] { admin, bob }) person.Take();
    }

    [Fact]
    public void A_mute_is_told_to_the_zone_and_holds_until_it_ends_there()
    {
        Tell("mute", "bob", 300);

        admin.Take().Only("MUTE_USER").Field("duration").ShouldBe("300");
        bob.Take().Only("MUTE_USER");
        office.Pass(299);
        bob.Offer("admin").Error().ShouldBe("PERMISSION_DENIED muted");
        office.Pass(1);
        bob.Offer("admin").ShouldBeEmpty();
    }

    [Fact]
    public void A_kick_puts_out_and_keeps_out()
    {
        Tell("kick", "bob", 300);

        bob.Take().Error().ShouldBe("PERMISSION_DENIED kicked");
        bob.Closes.ShouldBe([CloseCode.Policy]);
        admin.Take().Only("PEER_LEFT").Field("user_id").ShouldBe("bob");
        bob.Connect().Take();
        bob.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Error().ShouldBe("PERMISSION_DENIED kicked");
    }

    [Fact]
    public void Who_is_not_here_is_kept_out_all_the_same()
    {
        Tell("kick", "carol", 300);

        var carol = office.Come("carol");
        carol.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Error().ShouldBe("PERMISSION_DENIED kicked");
    }

    [Fact]
    public void What_was_done_here_changes_nothing_when_it_is_told()
    {
        admin.Mute("bob", 300);
        admin.Take();
        bob.Take();

        Tell("mute", "bob", 300);

        admin.Take().ShouldBeEmpty();
        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_mutes_the_later_counts_also_when_it_is_the_shorter()
    {
        Tell("mute", "bob", 300);
        Tell("mute", "bob", 10);
        office.Pass(10);
        bob.Take();

        bob.Offer("admin").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mute", 0)]
    [InlineData("kick", -5)]
    [InlineData("applaud", 300)]
    public void What_is_over_or_unknown_is_nothing(string action, int seconds)
    {
        Tell(action, "bob", seconds);

        bob.Take().ShouldBeEmpty();
        bob.Closes.ShouldBeEmpty();
        bob.Offer("admin").ShouldBeEmpty();
    }

    private void Tell(string action, string user, int seconds)
    {
        var change = new UserModerated("world:office", action, user, office.Bench.Clock.UtcNow.AddSeconds(seconds));
        office.Bench.Rooms.Dispatch(WorldRoom.Of("office"), new ApplyModeration(change));
    }
}
