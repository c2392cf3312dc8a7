using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Browser.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Pages;

/// <summary>In Production the server hands out no demo tokens, so the page asks for one.</summary>
public sealed class OwnToken(Chromium chromium, DemoServer server, ProductionServer production)
    : BrowserTests(chromium, server), IClassFixture<ProductionServer>
{
    private ParleyProcess Production => production.Process;

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_call_with_tokens_of_ones_own(string protocol)
    {
        using (var refused = await Production.Http.GetAsync(new Uri("/demo/session?user=alice&room=lobby", UriKind.Relative)))
            refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var (alices, bobs) = (await Production.TokenAsync(Id("alice")), await Production.TokenAsync(Id("bob")));
        var room = protocol == "chatroom" ? await RoomAsync(alices, Id("bob")) : null;

        var alice = await ConnectAsync("alice", alices, $"protocol={protocol}&to={Id("bob")}", room);
        await alice.ReadsAsync(room is null ? $"Connected as {alice.Name}." : "Alone in room standup so far.");
        var bob = await ConnectAsync("bob", bobs, $"protocol={protocol}&to={Id("alice")}", room);
        await alice.ClickAsync("call");
        await bob.ClickAsync("accept");

        await SeeEachOtherAsync(alice, bob);
    }

    [Theory, InlineData("direct"), InlineData("chatroom")]
    public async Task A_token_that_the_server_refuses_is_explained(string protocol)
    {
        var alice = await OpenAsync(Id("alice"), $"protocol={protocol}", Production);
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
        var room = await RoomAsync(await Production.TokenAsync(Id("alice")), Id("bob"));
        var mallory = await OpenAsync(Id("mallory"), "protocol=chatroom", Production);
        await mallory.ClickAsync("connect");
        await mallory.Page.FillAsync("#token", await Production.TokenAsync(mallory.Name));
        await mallory.Page.FillAsync("#room-id", room);

        await mallory.ClickAsync("connect");

        await mallory.ReadsAsync("not an active member");
        await mallory.IsAsync("error");
    }

    private async Task<Person> ConnectAsync(string name, string token, string query, string? room)
    {
        var person = await OpenAsync(Id(name), query, Production);
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

    private async Task<string> RoomAsync(string token, string member)
    {
        var room = await PostAsync(token, "/api/chat", new() { ["name"] = "standup" });
        var id = room["id"]!.GetValue<string>();
        await PostAsync(token, $"/api/chat/{id}/members", new() { ["accountId"] = member, ["role"] = 0 });
        return id;
    }

    private async Task<JsonNode> PostAsync(string token, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Production.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
