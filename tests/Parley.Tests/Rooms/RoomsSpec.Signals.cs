using Parley.Tests.Cluster;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Rooms;

/// <content>What members send each other.</content>
public abstract partial class RoomsSpec
{
    private const int Many = 200;

    [Fact]
    public async Task A_broadcast_reaches_every_other_device_once_and_never_its_sender()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        var (tablet, _) = await ComeAsync(There, room, "alice");
        var all = new[] { alice, bob, carol, tablet };

        foreach (var (sender, account) in new[] { (alice, "alice"), (bob, "bob"), (carol, "carol") })
        {
            await sender.SendTextAsync("""{"type":"hello"}""");
            await ShouldHearAsync("hello", account, [.. all.Where(s => s != sender)]);
        }

        await ShouldHaveNothingAsync(all);
    }

    [Fact]
    public async Task A_directed_signal_reaches_each_device_of_that_account_and_nobody_else()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        var (laptop, _) = await ComeAsync(Here, room, "bob");

        await alice.SendTextAsync("""{"type":"offer","offer":"v=0","to":"bob"}""");
        await ShouldHearAsync("offer", "alice", bob, laptop);
        await bob.SendTextAsync("""{"type":"answer","answer":"v=0","to":"alice"}""");
        await ShouldHearAsync("answer", "bob", alice);

        await ShouldHaveNothingAsync(alice, bob, carol, laptop);
    }

    [Fact]
    public async Task What_each_sends_comes_in_its_order_whoever_else_sends_meanwhile()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);

        // Every other one to carol alone.
        await Task.WhenAll(
            CountAsync(alice, i => i % 2 == 0 ? null : "carol"),
            CountAsync(bob, i => i % 2 == 0 ? "carol" : null));
        var heard = new List<string>();
        while (heard.Count < 2 * Many) heard.Add(await carol.TextAsync());

        heard.ShouldBeCountsOf("alice", Many);
        heard.ShouldBeCountsOf("bob", Many);
        for (var i = 0; i < Many / 2; i++)
        {
            await bob.ShouldCountAsync(2 * i, 1);
            await alice.ShouldCountAsync((2 * i) + 1, 1);
        }

        await ShouldHaveNothingAsync(alice, bob, carol);

        static async Task CountAsync(TestSocket sender, Func<int, string?> to)
        {
            for (var i = 0; i < Many; i++) await sender.SendNumberAsync(i, to(i));
        }
    }

    [Fact]
    public async Task What_was_said_before_leaving_comes_before_the_leave()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);

        for (var i = 0; i < Many; i++) await bob.SendNumberAsync(i);
        await bob.CloseAsync();

        foreach (var listener in new[] { alice, carol })
        {
            await listener.ShouldCountAsync(0, Many);
            await ShouldHearAsync("user-left", "bob", listener);
        }

        await ShouldHaveNothingAsync(alice, carol);
    }

    /// <summary>Before that, signals cross the leave, which is on its way to the room: they are gone with what they were for.</summary>
    [Fact]
    public async Task Once_it_is_told_that_one_has_left_each_signal_to_it_comes_back_as_an_error()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);

        for (var i = 0; i < Many; i++)
        {
            await alice.SendNumberAsync(i, to: "bob");
            if (i == Many / 2) await bob.CloseAsync();
        }

        var heard = 0;
        while (await bob.NextAsync() is Received.Message message) message.Text.ShouldContain($"\"n\":{heard++}}}");
        await ShouldHearAsync("user-left", "bob", alice, carol);
        await alice.SendTextAsync("""{"type":"ping"}""");
        var refused = 0;
        while (await alice.TextAsync() is var text && text != """{"type":"pong"}""")
        {
            text.ShouldContain("peer_unavailable");
            refused++;
        }

        refused.ShouldBeLessThanOrEqualTo(Many - heard);
        await alice.SendNumberAsync(Many, to: "bob");
        (await alice.TextAsync()).ShouldContain("peer_unavailable");
        await ShouldHaveNothingAsync(alice, carol);
    }

    [Fact]
    public async Task Signals_stay_in_their_room_whatever_a_client_writes()
    {
        var (room, other) = (await NewRoomAsync(), await NewRoomAsync());
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bobThere, _) = await ComeAsync(There, other, "bob");
        var (carolThere, _) = await ComeAsync(Here, other, "carol");
        await ShouldHearAsync("user-joined", "carol", bobThere);

        await alice.SendTextAsync("""{"type":"offer","offer":"v=0"}""");
        await alice.SendTextAsync($$"""{"type":"offer","offer":"v=0","roomId":"{{other}}"}""");
        await alice.SendTextAsync("""{"type":"offer","offer":"v=0","to":"bob"}""");

        (await alice.TextAsync()).ShouldContain("peer_unavailable");
        await ShouldHaveNothingAsync(alice, bobThere, carolThere);
    }

    [Fact]
    public async Task A_message_as_large_as_may_be_arrives_as_it_was()
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        var sdp = string.Concat(Enumerable.Range(0, 5_900).Select(i => $"a={i:00000}\\r\\n"));

        await bob.SendTextAsync($$$"""{"type":"offer","data":{"sdp":"{{{sdp}}}"}}""");

        foreach (var listener in new[] { alice, carol }) (await listener.TextAsync()).ShouldContain(sdp);
        await ShouldHaveNothingAsync(alice, bob, carol);
    }
}
