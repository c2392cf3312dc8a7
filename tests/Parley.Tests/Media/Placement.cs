using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>Where new rooms go.</summary>
public sealed class Placement
{
    private readonly FakeMediaServer first = new(TimeProvider.System, "first"), second = new(TimeProvider.System, "second");

    [Fact]
    public async Task A_room_goes_to_the_healthy_server_with_the_fewest_streams()
    {
        var servers = new MediaServers([first, second]);
        await PublishAsync(first);
        await PublishAsync(first);
        await PublishAsync(second);
        servers.LeastLoaded([]).ShouldBe(second);

        second.Kill();
        servers.LeastLoaded([]).ShouldBe(first);
        servers.IsAvailable.ShouldBeTrue();

        first.Kill();
        servers.LeastLoaded([]).ShouldBeNull();
        servers.IsAvailable.ShouldBeFalse();

        second.Revive();
        servers.LeastLoaded([]).ShouldBe(second);
    }

    [Fact]
    public void Rooms_go_by_turns_where_it_is_the_same()
    {
        var servers = new MediaServers([first, second]);

        Enumerable.Range(0, 4).Select(_ => servers.LeastLoaded([])).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_server_that_has_just_failed_is_passed_over()
    {
        var servers = new MediaServers([first, second]);

        servers.LeastLoaded([first]).ShouldBe(second);
        servers.LeastLoaded([first, second]).ShouldBeNull();
    }

    [Fact]
    public void Without_any_there_is_none()
    {
        new MediaServers([]).IsAvailable.ShouldBeFalse();
        new MediaServers([]).LeastLoaded([]).ShouldBeNull();
    }

    private static async Task PublishAsync(FakeMediaServer server)
    {
        var room = await server.OpenRoomAsync(new("a room", AudioOnly: false, 9, _ => { }), CancellationToken.None);
        await room.PublishAsync("alice", FakeSdp.Offer("audio"), CancellationToken.None);
    }
}
