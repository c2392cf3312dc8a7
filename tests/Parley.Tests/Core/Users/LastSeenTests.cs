using System.Globalization;
using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

public sealed class LastSeenTests
{
    private readonly Town town = new();

    [Fact]
    public void Of_one_who_is_there_it_is_now()
    {
        town.Connect("alice");
        town.Pass(TimeSpan.FromMinutes(5));

        LastSeen("alice").ShouldBe(town.Time.GetUtcNow());
    }

    [Fact]
    public void Of_one_who_has_left_it_is_when_the_last_device_went()
    {
        var (first, second) = (town.Connect("alice"), town.Connect("alice"));
        second.Leave(onPurpose: true);
        town.Pass(TimeSpan.FromMinutes(5));
        var left = town.Time.GetUtcNow();
        first.Leave(onPurpose: false);
        town.Pass(TimeSpan.FromMinutes(5));

        LastSeen("alice").ShouldBe(left);
    }

    [Fact]
    public void Of_one_who_was_never_there_nothing_is_known()
    {
        LastSeen("alice").ShouldBeNull();
    }

    [Fact]
    public void Watchers_are_told_with_the_status()
    {
        var (alice, bob) = (town.Connect("alice"), town.Connect("bob", null, "alice"));
        town.Pass(TimeSpan.FromMinutes(5));
        alice.Leave(onPurpose: true);

        Town.PresenceIn(bob.Peer.Received.ShouldHaveSingleItem())
            .ShouldBe(new UserPresence("alice", UserStatus.Offline, town.Time.GetUtcNow()));
    }

    [Fact]
    public void Only_the_latest_65536_are_remembered()
    {
        for (var i = 0; i < 65_536; i++) See(i);
        town.Directory.LastSeen("user 0").ShouldNotBeNull();

        See(65_536);

        town.Directory.LastSeen("user 0").ShouldBeNull();
        town.Directory.LastSeen("user 1").ShouldNotBeNull();
        town.Directory.LastSeen("user 65536").ShouldNotBeNull();
    }

    [Fact]
    public void One_who_came_back_is_remembered_by_its_latest_time()
    {
        See(0);
        town.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i < 65_536; i++) See(i);
        See(0);
        See(65_536);

        town.Directory.LastSeen("user 0").ShouldBe(town.Time.GetUtcNow());
        town.Directory.LastSeen("user 1").ShouldBeNull();
    }

    private void See(int user) => town.Directory.Seen(string.Create(CultureInfo.InvariantCulture, $"user {user}"));

    private DateTimeOffset? LastSeen(string user)
    {
        var watcher = new RecordingPeer();
        town.To(user, new Watch(watcher));
        return Town.PresenceIn(watcher.Received.ShouldHaveSingleItem()).LastSeen;
    }
}
