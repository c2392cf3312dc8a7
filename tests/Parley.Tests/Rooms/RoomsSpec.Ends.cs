using Parley.Tests.Rest;
using Parley.Tests.Wire;

namespace Parley.Tests.Rooms;

/// <content>Who is put out, and rooms that end.</content>
public abstract partial class RoomsSpec
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whom_an_administrator_removes_is_out_on_every_device(bool atTheNodeOfTheFirst)
    {
        var room = await NewRoomAsync();
        var (alice, bob, carol) = await FillAsync(room);
        var (laptop, _) = await ComeAsync(Here, room, "bob");

        await DeleteAsync(atTheNodeOfTheFirst ? Here : There, $"/api/chat/{room}/members/bob");

        await ShouldBeClosedAsync(1008, bob, laptop);
        await ShouldHearAsync("user-left", "bob", alice, carol);
        await ShouldHaveNothingAsync(alice, carol);
        await ShouldBeRefusedAsync(room, "bob");
    }

    [Fact]
    public async Task Who_is_removed_while_away_has_left_and_does_not_come_back()
    {
        var room = await NewRoomAsync();
        var (alice, _) = await ComeAsync(Here, room, "alice");
        var (bob, begun) = await ComeAsync(There, room, "bob", "&resume=");
        await ShouldHearAsync("user-joined", "bob", alice);
        bob.Drop();
        await LostAsync();
        await ShouldHaveNothingAsync(alice);

        await DeleteAsync(Here, $"/api/chat/{room}/members/bob");

        await ShouldHearAsync("user-left", "bob", alice);
        await ShouldBeRefusedAsync(room, "bob", Resume(begun, seen: 0));
        await ShouldHaveNothingAsync(alice);
    }

    [Fact]
    public async Task Who_is_removed_while_it_connects_does_not_stay()
    {
        for (var i = 0; i < 20; i++)
        {
            var room = await NewRoomAsync();
            var removing = DeleteAsync(Here, $"/api/chat/{room}/members/bob");
            try
            {
                await using var bob = await TestSocket.ConnectAsync(There.Url, $"/api/chat/realtime/{room}?tk={There.Token("bob")}");
                Received last;
                do last = await bob.NextAsync();
                while (last is Received.Message);
                last.ShouldBeOfType<Received.Close>().Code.ShouldBe(1008);
            }
            catch (UpgradeRefusedException refused)
            {
                refused.Status.ShouldBe(403);
            }

            await removing;
        }
    }

    [Fact]
    public async Task When_a_room_ends_everybody_in_it_is_out_and_nobody_comes_in()
    {
        var (room, other) = (await NewRoomAsync(), await NewRoomAsync());
        var (alice, bob, carol) = await FillAsync(room);
        var (bystander, _) = await ComeAsync(There, other, "bob");

        await DeleteAsync(There, $"/api/chat/{room}");

        await ShouldBeClosedAsync(1008, alice, bob, carol);
        foreach (var account in new[] { "alice", "bob" }) await ShouldBeRefusedAsync(room, account);
        await ShouldHaveNothingAsync(bystander);
    }

    private static async Task DeleteAsync(ParleyHost node, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(node.Url, path));
        request.Headers.Add("X-Api-Key", RestStage.AdminKey);
        using var response = await node.Http.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}");
    }

    /// <summary>By every node.</summary>
    private async Task ShouldBeRefusedAsync(string room, string account, string more = "")
    {
        foreach (var node in Nodes)
        {
            (await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(
                node.Url, $"/api/chat/realtime/{room}?tk={node.Token(account)}{more}"))).Status.ShouldBe(403);
        }
    }
}
