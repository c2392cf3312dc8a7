using System.Security.Cryptography;
using System.Text;
using Parley.Core.Turn;

namespace Parley.Tests.Core.Turn;

public sealed class TurnCredentialsTests
{
    private readonly ManualTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    [Fact]
    public void A_known_secret_gives_the_known_credential()
    {
        // printf '1700003600:alice' | openssl dgst -sha1 -hmac north -binary | base64
        var server = new TurnCredentials(["turn:a.example"], "north", TimeSpan.FromHours(1), time).For("alice").ShouldHaveSingleItem();

        server.Username.ShouldBe("1700003600:alice");
        server.Credential.ShouldBe("wjwSXO2ch1B6VaLTLMy2Avn5O9o=");
    }

    [Fact]
    public void Stun_gets_no_credentials_and_comes_first()
    {
        var servers = new TurnCredentials(["turn:t.example", "stun:s.example", "stuns:s.example", "turns:t.example"], "north", TimeSpan.FromHours(1), time).For("alice");

        servers.Count.ShouldBe(2);
        servers[0].ShouldSatisfyAllConditions(s => s.Urls.ShouldBe(["stun:s.example", "stuns:s.example"]), s => s.Username.ShouldBeNull(), s => s.Credential.ShouldBeNull());
        servers[1].Urls.ShouldBe(["turn:t.example", "turns:t.example"]);
    }

    [Fact]
    public void Credentials_move_with_the_clock()
    {
        var turn = new TurnCredentials(["turn:t.example"], "north", TimeSpan.FromHours(1), time);
        var before = turn.For("alice")[0];
        time.Advance(TimeSpan.FromMinutes(1));

        turn.For("alice")[0].Username.ShouldBe("1700003660:alice");
        turn.For("alice")[0].Credential.ShouldNotBe(before.Credential);
    }

    [Theory, InlineData("o'brien"), InlineData("with space"), InlineData("tab\there"), InlineData("\"quoted\""), InlineData("back\\slash"), InlineData("nul\0")]
    public void Names_that_TURN_servers_refuse_are_hashed(string user)
    {
        var turn = new TurnCredentials(["turn:t.example"], "north", TimeSpan.FromHours(1), time);

        turn.For(user)[0].Username.ShouldBe($"1700003600:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)))}");
    }

    [Fact]
    public void Names_longer_than_browsers_take_are_hashed()
    {
        var turn = new TurnCredentials(["turn:t.example"], "north", TimeSpan.FromHours(1), time);

        turn.For(new('x', 256))[0].Username.ShouldBe($"1700003600:{new string('x', 256)}");
        turn.For(new('ж', 256))[0].Username!.Length.ShouldBe("1700003600:".Length + 64);
    }

    [Fact]
    public void Without_addresses_there_are_no_servers() =>
        new TurnCredentials([], null, TimeSpan.FromHours(1), time).For("alice").ShouldBeEmpty();
}
