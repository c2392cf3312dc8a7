using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Media;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Protocols.Live;
using Parley.Tests.Core;
using Parley.Tests.Media;

namespace Parley.Tests.Protocols.Live;

/// <summary>The room of a world's zone: in it is who the world says, and who is muted is not heard.</summary>
public sealed class ZoneRooms
{
    private static readonly RoomId Meet = LiveScope.OfZone("office", "meet").RoomOf("meet")!.Value;

    private readonly ManualTimeProvider time = new();
    private readonly OrderedUuids turns;
    private readonly FakeMediaServer media;
    private readonly LocalRooms rooms;

    public ZoneRooms()
    {
        turns = new OrderedUuids(time);
        media = new FakeMediaServer(time);
        var clock = new Clock(time);
        var metrics = new ParleyMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        LiveProtocol protocol = null!;
        rooms = new LocalRooms(new Dictionary<string, Func<RoomId, Room>> { [LiveRoom.Kind] = id => protocol.NewRoom(id) }, clock);
        protocol = new LiveProtocol
        {
            Rooms = rooms,
            Clock = clock,
            Time = time,
            Options = new LiveOptions(),
            Rates = RateLimits.Default,
            Users = new UserBuckets(clock, RateLimits.Default),
            IceServersFor = _ => [],
            Servers = new MediaServers([media]),
            Counts = new LiveCounts(),
            MediaCalled = (_, _, _) => { },
            Kept = new KeptSessions(new ResumeOptions(), clock, metrics),
            Metrics = metrics.For(LiveProtocol.Name),
            Logger = NullLogger.Instance,
        };
    }

    [Fact]
    public void Everybody_in_the_zone_publishes_and_nobody_else_comes_in()
    {
        Host(2, "alice", "bob");

        Join("alice").Role.ShouldBe(LiveRole.Publisher);
        Join("bob").Role.ShouldBe(LiveRole.Publisher);

        Refused(Enter("mallory")).ShouldBe(LiveCode.RoomNotFound);
        Refused(Enter("mallory", creating: true)).ShouldBe(LiveCode.RoomExists);
    }

    [Fact]
    public void Before_the_world_opens_it_there_is_no_room_and_nobody_makes_one()
    {
        Refused(Enter("alice")).ShouldBe(LiveCode.RoomNotFound);
        Refused(Enter("alice", creating: true)).ShouldBe(LiveCode.RoomNotFound);
        rooms.CountByKind().Single().Value.ShouldBe(0);
    }

    [Fact]
    public async Task Who_leaves_the_zone_is_put_out_and_does_not_come_back_though_the_token_is_good()
    {
        Host(2, "alice", "bob");
        var (alice, bob) = (Join("alice"), Join("bob"));
        await PublishAsync(bob);
        Take(alice);

        Host(2, "alice");

        Take(bob).OfType<LivePutOut>().ShouldHaveSingleItem().Rid.ShouldBe("meet");
        bob.Place.ShouldBe(LivePlace.Gone);
        Take(alice).OfType<LivePublishersChanged>().Last().Publishers.ShouldHaveSingleItem().Session.UserId.ShouldBe("alice");
        await Eventually.Is(() => Uplinks.Count == 0);
        Refused(Enter("bob")).ShouldBe(LiveCode.RoomNotFound);

        Host(2, "alice", "bob");
        Join("bob").Role.ShouldBe(LiveRole.Publisher, "back in the zone");
    }

    [Fact]
    public async Task Who_is_muted_is_cut_now_and_in_what_they_send_later_until_it_ends()
    {
        Host(2, "alice", "bob");
        var bob = Join("bob");
        await PublishAsync(bob);

        Host(2, "alice", "bob!");
        await Eventually.Is(() => Uplinks[0].Muted);
        Join("alice").Place.ShouldBe(LivePlace.In);
        Take(bob);

        var screen = Join("bob", "screen");
        await PublishAsync(screen);
        Uplinks[1].Muted.ShouldBeTrue("from its first packet on");

        Host(2, "alice", "bob");
        await Eventually.Is(() => Uplinks.All(u => !u.Muted));
    }

    [Fact]
    public async Task A_wish_that_was_overtaken_on_its_way_counts_no_more()
    {
        var (earlier, later) = (turns.Next(), turns.Next());
        Host(2, "alice", "bob");
        var bob = Join("bob");
        await PublishAsync(bob);

        var newest = Wish(turns.Next(), "alice");
        rooms.Dispatch(Meet, newest);
        rooms.Dispatch(Meet, Wish(later, "alice", "bob"));
        rooms.Dispatch(Meet, Wish(earlier, "alice", "bob"));

        Refused(Enter("bob")).ShouldBe(LiveCode.RoomNotFound);
    }

    [Fact]
    public async Task With_nobody_in_it_the_room_ends_and_an_older_wish_does_not_open_it_again()
    {
        var older = turns.Next();
        Host(2, "alice");
        var alice = Join("alice");
        await PublishAsync(alice);

        Host(2);

        Take(alice).OfType<LivePutOut>().Count().ShouldBe(1);
        await Eventually.Is(() => media.Rooms.Count == 0);
        rooms.Dispatch(Meet, Wish(older, "alice"));
        Refused(Enter("alice")).ShouldBe(LiveCode.RoomNotFound);
        Pass(31);
        rooms.CountByKind().Single().Value.ShouldBe(0);
    }

    [Fact]
    public async Task A_room_that_has_ended_begins_again_with_the_next_promotion()
    {
        Host(2, "alice");
        await PublishAsync(Join("alice"));
        Host(2);
        await Eventually.Is(() => media.Rooms.Count == 0);

        Host(2, "alice");
        await PublishAsync(Join("alice"));
        Pass(60);

        Uplinks.Count.ShouldBe(1);
    }

    [Fact]
    public void It_stays_while_people_are_in_the_zone_though_nobody_of_them_has_connected()
    {
        Host(2, "alice", "bob");

        Pass(120);

        Join("alice").Role.ShouldBe(LiveRole.Publisher);
    }

    [Fact]
    public void As_many_publish_as_the_zone_has_places_and_not_nine()
    {
        string[] people = [.. Enumerable.Range(0, 16).Select(i => $"user{i}")];
        Host(16, people);

        people.ShouldAllBe(p => Join(p, "s").Role == LiveRole.Publisher);
    }

    private IReadOnlyList<FakeUplink> Uplinks => [.. media.Rooms.SelectMany(r => r.Uplinks)];

    /// <summary>The world's next wish; a user with an exclamation mark is muted.</summary>
    private void Host(int places, params string[] people) => rooms.Dispatch(Meet, Wish(turns.Next(), people) with { MaxPublishers = places });

    private static HostZone Wish(Guid turn, params string[] people) =>
        new(turn, 2, people.ToDictionary(p => p.TrimEnd('!'), p => p.EndsWith('!')));

    private LiveMember Join(string user, string session = "camera")
    {
        var member = Enter(user, session);
        member.Place.ShouldBe(LivePlace.In);
        return member;
    }

    private LiveMember Enter(string user, string session = "camera", bool creating = false)
    {
        var member = new LiveMember(
            new RecordingPeer(user), new LiveSessionInfo(user, session, "stream", "Web", "d"), new LiveProfile(user, user, ""));
        rooms.Dispatch(Meet, new JoinLive(
            member, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Join), creating, Video: true, Audio: true, []));
        return member;
    }

    private async Task PublishAsync(LiveMember member)
    {
        var before = Uplinks.Count;
        var sdp = Sdp.Read(FakeSdp.Offer("audio", "video"), out _)!;
        rooms.Dispatch(Meet, new OfferLive(member, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Offer), sdp, Restarting: false, Hls: false));
        await Eventually.Is(() => ((RecordingPeer)member.Peer).Received.OfType<LiveOfferAnswered>().Any());
        Uplinks.Count.ShouldBe(before + 1);
    }

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            rooms.Tick();
        }
    }

    private static IReadOnlyList<Event> Take(LiveMember member) => ((RecordingPeer)member.Peer).Take();

    private static LiveCode Refused(LiveMember member) => Take(member).OfType<LiveRefused>().ShouldHaveSingleItem().Code;
}
