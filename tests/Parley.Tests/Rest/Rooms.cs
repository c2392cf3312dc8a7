using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Parley.Tests.Rest;

public sealed class Rooms
{
    [Fact]
    public async Task A_created_room_has_its_creator_as_owner_and_is_found_where_Location_says()
    {
        await using var host = await ParleyHost.StartAsync();
        using var alice = host.HttpAs("alice");

        var created = await alice.PostAsJsonAsync("/api/chat", new { name = "Küche 🍳" });

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var found = await alice.GetFromJsonAsync<JsonElement>(created.Headers.Location);
        found.GetProperty("name").GetString().ShouldBe("Küche 🍳");
        found.GetRawText().ShouldBe((await created.Content.ReadFromJsonAsync<JsonElement>()).GetRawText());
    }
}
