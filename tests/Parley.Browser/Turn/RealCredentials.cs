using Parley.Browser.Networks;
using Parley.Core.Turn;

namespace Parley.Browser.Turn;

/// <summary>What real coturn makes of Parley's credentials.</summary>
public sealed class RealCredentials(RelayHost relay) : IClassFixture<RelayHost>
{
    /// <summary>Over TLS it is a browser that tries (<see cref="RelayedCalls"/>): coturn's own client may hang there.</summary>
    [Fact]
    public async Task Good_credentials_are_accepted_over_UDP_and_TCP()
    {
        var probes = await Task.WhenAll(SendAsync(Coturn.Credentials("alice")), SendAsync(Coturn.Credentials("alice"), "-t"));

        foreach (var probe in probes) probe.Relayed.ShouldBeTrue(probe.Output);
    }

    /// <summary>coturn answers 400 to user names that could hurt a database, and browsers refuse those over 509 bytes.</summary>
    [Fact]
    public async Task Whatever_a_user_is_called_the_credentials_are_accepted()
    {
        string[] users = ["0", "Älice:with:colons", "o'brien@example.org", "Alice of \"Wonderland\"", "back\\slash", "two\nlines", new('ж', 256)];

        var probes = await Task.WhenAll(users.Select(user => SendAsync(Coturn.Credentials(user))));

        foreach (var (user, probe) in users.Zip(probes)) probe.Relayed.ShouldBeTrue($"{user}: {probe.Output}");
    }

    [Fact]
    public Task Expired_credentials_are_refused() => IsRefusedAsync(Coturn.Credentials("late", TimeSpan.FromSeconds(-2)));

    [Fact]
    public Task Credentials_made_with_another_secret_are_refused() =>
        IsRefusedAsync(Coturn.Credentials("forger", TimeSpan.FromMinutes(10), secret: "another secret"));

    [Fact]
    public Task Credentials_of_somebody_else_are_refused()
    {
        var good = Coturn.Credentials("alice");
        return IsRefusedAsync(good with { Username = good.Username!.Replace("alice", "mallory", StringComparison.Ordinal) });
    }

    [Fact]
    public Task Credentials_whose_expiry_was_put_off_are_refused()
    {
        var expired = Coturn.Credentials("extender", TimeSpan.FromMinutes(-10));
        return IsRefusedAsync(expired with { Username = Coturn.Credentials("extender").Username });
    }

    private Task<TurnProbe> SendAsync(IceServer credentials, params string[] options) =>
        TurnProbe.SendAsync(relay.Network, credentials, RelayHost.Peer, options);

    private async Task IsRefusedAsync(IceServer credentials)
    {
        var probe = await SendAsync(credentials);

        probe.Relayed.ShouldBeFalse(probe.Output);
        probe.Unauthorized.ShouldBeTrue(probe.Output);
        relay.Coturn.Log.ShouldContain($"Cannot find credentials of user <{credentials.Username}>");
    }
}
