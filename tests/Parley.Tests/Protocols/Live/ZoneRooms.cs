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
    private static readonly RoomId Meet = LiveScope.OfZone(new LiveZone("acme", "office", "meet")).RoomOf("meet")!.Value;

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
    public async Task Who_is_muted_is_cut_in_what_they_send_until_it_ends()
    {
        Host(2, "alice", "bob");
        var bob = Join("bob");
        await PublishAsync(bob);

        Host(2, "alice", "bob!");
        await Eventually.Is(() => Uplinks[0].Muted);
        Listed(bob).ShouldBe(["bob"], "what is there goes on");
        await PublishAsync(bob, restarting: true);
        Uplinks.ShouldHaveSingleItem().Muted.ShouldBeTrue();

        Host(2, "alice", "bob");
        await Eventually.Is(() => !Uplinks[0].Muted);
    }

    [Fact]
    public void Who_is_muted_begins_to_send_nothing()
    {
        Host(2, "alice", "bob!");
        var bob = Join("bob");

        Offer(bob);
        Offer(bob, restarting: true);

        foreach (var refused in Take(bob).OfType<LiveRefused>().ToArray())
            (refused.Code, refused.Reason).ShouldBe((LiveCode.PermissionDenied, "muted"));
        bob.Uplink.ShouldBeNull();
        Uplinks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Neither_does_another_session_of_theirs_while_the_first_one_goes_on()
    {
        Host(2, "alice", "bob");
        await PublishAsync(Join("bob"));
        Host(2, "alice", "bob!");
        var screen = Join("bob", "screen");

        Offer(screen);

        Refused(screen).ShouldBe(LiveCode.PermissionDenied);
        Uplinks.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_offer_without_a_JOIN_is_refused_as_well()
    {
        Host(2, "alice", "bob!");

        var bob = Member("bob");
        Offer(bob);

        Refused(bob).ShouldBe(LiveCode.PermissionDenied);
    }

    [Fact]
    public async Task Who_is_muted_watches_the_others()
    {
        Host(2, "alice", "bob!");
        var alice = Join("alice");
        await PublishAsync(alice);
        var bob = Join("bob");

        rooms.Dispatch(Meet, new WatchLive(bob, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Watch), alice.Session.Address));

        await Eventually.Is(() => Received(bob).OfType<LiveWatched>().Any());
    }

    [Fact]
    public void Who_comes_muted_is_a_viewer_and_a_publisher_when_it_ends()
    {
        Host(2, "alice", "bob!");
        var (alice, bob) = (Join("alice"), Join("bob"));

        var joined = Received(bob).OfType<LiveJoined>().ShouldHaveSingleItem();
        (joined.Role, joined.Publishers.Count).ShouldBe((LiveRole.Viewer, 1));
        Listed(alice).ShouldBe(["alice"]);

        Host(2, "alice", "bob");

        Listed(alice).ShouldBe(["alice", "bob"]);
        Listed(bob).ShouldBe(["alice", "bob"], "by which bob knows");
    }

    [Fact]
    public void A_mute_takes_who_sends_nothing_yet_off_the_list()
    {
        Host(2, "alice", "bob");
        var (alice, bob) = (Join("alice"), Join("bob"));
        Listed(alice).ShouldBe(["alice", "bob"]);

        Host(2, "alice", "bob!");

        Listed(alice).ShouldBe(["alice"]);
        Listed(bob).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task Who_comes_back_muted_by_a_JOIN_has_nothing_to_send_any_more()
    {
        Host(2, "alice", "bob");
        var (alice, bob) = (Join("alice"), Join("bob"));
        await PublishAsync(bob);
        Host(2, "alice", "bob!");

        var again = Enter("bob");

        Received(again).OfType<LiveJoined>().ShouldHaveSingleItem().Role.ShouldBe(LiveRole.Viewer);
        await Eventually.Is(() => Uplinks.Count == 0);
        Offer(again);
        Refused(again).ShouldBe(LiveCode.PermissionDenied);
        Listed(alice).ShouldBe(["alice"]);
    }

    [Fact]
    public async Task When_the_media_server_is_lost_the_muted_are_asked_to_offer_as_little_as_they_may()
    {
        Host(2, "alice", "bob");
        var (alice, bob) = (Join("alice"), Join("bob"));
        await PublishAsync(alice);
        await PublishAsync(bob);
        Host(2, "alice", "bob!");
        foreach (var member in (LiveMember[])[alice, bob]) Take(member);

        media.Kill();

        await Eventually.Is(() => Received(alice).OfType<LiveOfferAgain>().Any());
        await Eventually.Is(() => bob.Uplink is null);
        Received(bob).OfType<LiveOfferAgain>().ShouldBeEmpty();
        Listed(bob).ShouldBe(["alice"]);
    }

    [Fact]
    public void Nobody_puts_others_out_of_it_but_the_worlds_moderators()
    {
        Host(2, "alice", "bob");
        var (alice, bob) = (Join("alice"), Join("bob"));
        Take(alice);

        rooms.Dispatch(Meet, new KickLive(
            alice, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Kick), bob.Session.Address,
            new Signal(MessageKind.Leave, LiveProtocol.Name, "alice", "bob", null, new LiveCodec(), Frame.Of(FrameOpcode.Text, "{}"u8), default)));

        Refused(alice).ShouldBe(LiveCode.PermissionDenied);
        bob.Place.ShouldBe(LivePlace.In);
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

    private static LiveMember Member(string user, string session = "camera") => new(
        new RecordingPeer(user), new LiveSessionInfo(user, session, "stream", "Web", "d"), new LiveProfile(user, user, ""));

    private LiveMember Enter(string user, string session = "camera", bool creating = false)
    {
        var member = Member(user, session);
        rooms.Dispatch(Meet, new JoinLive(
            member, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Join), creating, Video: true, Audio: true, []));
        return member;
    }

    private async Task PublishAsync(LiveMember member, bool restarting = false)
    {
        var (before, answers) = (Uplinks.Count, Received(member).OfType<LiveOfferAnswered>().Count());
        Offer(member, restarting);
        await Eventually.Is(() => Received(member).OfType<LiveOfferAnswered>().Count() > answers);
        Uplinks.Count.ShouldBe(restarting ? before : before + 1);
    }

    private void Offer(LiveMember member, bool restarting = false)
    {
        var sdp = Sdp.Read(FakeSdp.Offer("audio", "video"), out _)!;
        rooms.Dispatch(Meet, new OfferLive(member, LiveChannel.ManyToMany, new LiveRequest(LiveSignalType.Offer), sdp, restarting, Hls: false));
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

    private static IEnumerable<Event> Received(LiveMember member) => ((RecordingPeer)member.Peer).Received;

    /// <summary>The users whom it was told last that they may send.</summary>
    private static string[] Listed(LiveMember member) =>
        [.. Received(member).OfType<LivePublishersChanged>().Last().Publishers.Select(p => p.Session.UserId)];

    private static LiveCode Refused(LiveMember member) => Take(member).OfType<LiveRefused>().ShouldHaveSingleItem().Code;
}
