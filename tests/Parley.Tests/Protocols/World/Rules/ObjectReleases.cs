namespace Parley.Tests.Protocols.World.Rules;

/// <summary>What frees an object beside the word of who holds it.</summary>
public sealed class ObjectReleases
{
    private const string Free = """{"type":"OBJECT_OCCUPIED","payload":{"object_id":"chair","user_id":null},"protocol_version":1}""";

    private readonly RulesOffice office = new();
    private readonly Person alice;
    private readonly Person bob;

    public ObjectReleases()
    {
        (alice, bob) = (office.Come("alice"), office.Come("bob"));
        alice.Take("chair");
        bob.Take();
    }

    [Fact]
    public void Moving_away_frees_it_and_moving_near_it_does_not()
    {
        alice.Intend(3.5, 2.5).ShouldBeEmpty();
        bob.Take().ShouldNotContain(Free);

        alice.Intend(4.6, 2.5, 2);

        bob.Take().ShouldContain(Free);
    }

    [Fact]
    public void Moving_away_by_PRESENCE_UPDATE_frees_it_too()
    {
        alice.Walk(4.6, 2.5);

        bob.Take().ShouldContain(Free);
    }

    [Fact]
    public void Leaving_the_zone_frees_it_for_those_who_remain()
    {
        alice.Into("team", 11.5, 5);

        bob.Take().ShouldContain(Free);
    }

    [Fact]
    public void Leaving_the_world_frees_it()
    {
        alice.Leave();

        bob.Take().ShouldContain(Free);
    }

    [Fact]
    public void A_lost_connection_frees_it_at_once_though_the_place_is_kept()
    {
        alice.Drop();

        bob.Take().ShouldBe([Free]);
        bob.Request("chair")[0].Field("object_id").ShouldBe("chair");
    }

    [Fact]
    public void A_newer_connection_of_the_holder_holds_nothing()
    {
        alice.Connect().Join("office");

        bob.Take().ShouldContain(Free);
    }

    [Fact]
    public void Ten_seconds_without_presence_free_it_and_presence_that_changes_nothing_keeps_it()
    {
        var (x, y) = alice.LastPosition;
        for (var i = 0; i < 3; i++)
        {
            office.Pass(9);
            alice.Walk(double.Parse(x, System.Globalization.CultureInfo.InvariantCulture), double.Parse(y, System.Globalization.CultureInfo.InvariantCulture), state: "sitting");
        }

        office.Pass(9);
        bob.Take().ShouldNotContain(Free);
        office.Pass(1);

        bob.Take().ShouldContain(Free);
        alice.Take().ShouldContain(Free);
    }

    [Fact]
    public void A_map_without_it_or_with_it_elsewhere_frees_it()
    {
        office.Edit("""{ "id": "chair", "type": "chair", "position": { "x": 2, "y": 2 }""", """{ "id": "chair", "type": "chair", "position": { "x": 8, "y": 8 }""");

        bob.Take().ShouldContain(Free);
        alice.Request("chair").Only("INTERACT_DENIED").Field("reason").ShouldBe("invalid");
    }

    [Fact]
    public void A_map_that_leaves_it_as_it_is_frees_nothing()
    {
        office.Edit("\"version\": 1", "\"version\": 2");

        bob.Take().ShouldNotContain(Free);
        bob.Request("chair").Only("INTERACT_DENIED").Field("reason").ShouldBe("occupied");
    }
}
