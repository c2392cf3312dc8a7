using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Pages;

/// <summary>In Production the server hands out no demo tokens, so the page asks for one.</summary>
public sealed class OwnToken(Chromium chromium, DemoServer server) : BrowserTests(chromium, server)
{
    private static readonly Dictionary<string, string> Key = new() { ["Parley:Auth:SymmetricKey"] = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) + Guid.NewGuid() };

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_call_with_tokens_of_ones_own(string protocol)
    {
        await using var production = await ParleyProcess.StartAsync("Production", Key);
        using (var refused = await production.Http.GetAsync(new Uri("/demo/session?user=alice&room=lobby", UriKind.Relative)))
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var (alices, bobs) = (await production.TokenAsync(Id("alice")), await production.TokenAsync(Id("bob")));
        var room = protocol == "chatroom" ? await RoomAsync(production, alices, Id("bob")) : null;

        var alice = await ConnectAsync("alice", alices, $"protocol={protocol}&to={Id("bob")}", room, production);
        await alice.ReadsAsync(room is null ? $"Connected as {alice.Name}." : "Alone in room standup so far.");
        var bob = await ConnectAsync("bob", bobs, $"protocol={protocol}&to={Id("alice")}", room, production);
        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");

        await SeeEachOtherAsync(alice, bob);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_token_that_the_server_refuses_is_explained(string protocol)
    {
        await using var production = await ParleyProcess.StartAsync("Production", Key);
        var alice = await OpenAsync(Id("alice"), $"protocol={protocol}", production);
        await alice.ClickAsync("connect");
        await alice.Page.FillAsync("#token", "not a token");
        if (protocol == "chatroom") await alice.Page.FillAsync("#room-id", Guid.NewGuid().ToString());
        await alice.ClickAsync("connect");
        await alice.IsAsync("error");
        await Expect(alice.State).ToHaveTextAsync("That is not an access token: it has to be a JWT with a “sub”.");

        await alice.Page.FillAsync("#token", "e30.eyJzdWIiOiJhbGljZSJ9.c2lnbmVkIGJ5IG5vYm9keQ");
        await alice.ClickAsync("connect");

        await alice.IsAsync("error");
        await Expect(alice.State).ToHaveTextAsync(new Regex("^The token's algorithm is not accepted; it has to be .* or ES512.$"));
        await Expect(alice.Page.Locator("#fault")).ToHaveTextAsync(await alice.State.InnerTextAsync());
        await Look.AtAsync(alice, $"{protocol}-refused-token");
    }

    [Fact]
    public async Task A_room_of_which_one_is_no_member_is_explained()
    {
        await using var production = await ParleyProcess.StartAsync("Production", Key);
        var room = await RoomAsync(production, await production.TokenAsync(Id("alice")), Id("bob"));
        var mallory = await OpenAsync(Id("mallory"), "protocol=chatroom", production);
        await mallory.ClickAsync("connect");
        await mallory.Page.FillAsync("#token", await production.TokenAsync(mallory.Name));
        await mallory.Page.FillAsync("#room-id", room);

        await mallory.ClickAsync("connect");

        await mallory.ReadsAsync("not an active member");
        await mallory.IsAsync("error");
    }

    private async Task<Person> ConnectAsync(string name, string token, string query, string? room, ParleyProcess at)
    {
        var person = await OpenAsync(Id(name), query, at);
        await Expect(person.Page.Locator("#access")).ToBeHiddenAsync();
        await person.ClickAsync("connect");
        await Expect(person.Page.Locator("#token")).ToBeFocusedAsync();
        await Expect(person.Page.Locator("#name")).ToBeHiddenAsync(); // the token says it
        await person.Page.FillAsync("#token", token);
        if (room is not null) await person.Page.FillAsync("#room-id", room);
        await person.ClickAsync("connect");
        await person.IsAsync("ready");
        return person;
    }

    private static async Task<string> RoomAsync(ParleyProcess at, string token, string member)
    {
        at.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var room = await PostAsync(at, "/api/chat", new() { ["name"] = "standup" });
        var id = room["id"]!.GetValue<string>();
        await PostAsync(at, $"/api/chat/{id}/members", new() { ["accountId"] = member, ["role"] = 0 });
        return id;
    }

    private static async Task<JsonNode> PostAsync(ParleyProcess at, string path, JsonObject body)
    {
        using var response = await at.Http.PostAsJsonAsync(path, body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
