using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Tests.World.Files;

namespace Parley.Tests.Rest;

public sealed class Worlds : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("parley-rest-worlds-").FullName;
    private readonly List<HttpClient> clients = [];
    private ParleyHost host = null!;
    private HttpClient admin = null!;

    private WorldCatalog Catalog => host.Services.GetRequiredService<WorldCatalog>();

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(c => c.Dispose());
        await host.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_world_is_added_swapped_read_and_deleted()
    {
        var added = await PutAsync(admin, "hq", WorldText.Good());
        added.Headers.Location!.OriginalString.ShouldBe("/api/worlds/hq");
        var world = (await added.ShouldBeAsync(HttpStatusCode.Created)).GetProperty("world");
        (world.GetProperty("worldId").GetString(), world.GetProperty("name").GetString()).ShouldBe(("hq", "Headquarters"));
        world.GetProperty("zones")[2].GetRawText().ShouldBe("""{"zoneId":"booth","name":"booth","zoneType":"PrivateRoom"}""");

        await (await PutAsync(admin, "hq", WorldText.With(w => w["version"] = 4))).ShouldBeAsync(HttpStatusCode.OK);
        (await (await admin.GetAsync("/api/worlds/hq")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("version").GetInt32().ShouldBe(4);

        await (await admin.DeleteAsync("/api/worlds/hq")).ShouldBeAsync(HttpStatusCode.NoContent);
        await (await admin.GetAsync("/api/worlds/hq")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await admin.DeleteAsync("/api/worlds/hq")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        Catalog.Find("hq").ShouldBeNull();
    }

    [Fact]
    public async Task A_world_that_was_put_survives_a_restart()
    {
        await PutAsync(admin, "hq", WorldText.Good());
        await host.DisposeAsync();

        await StartAsync();

        (await (await admin.GetAsync("/api/worlds/hq")).Content.ReadAsStringAsync()).ShouldBe(WorldText.Good().ToJsonString());
    }

    [Fact]
    public async Task All_faults_are_told_at_once_each_under_its_path_and_nothing_is_changed()
    {
        await PutAsync(admin, "hq", WorldText.Good());

        var problem = await (await PutAsync(admin, "hq", WorldText.With(w =>
        {
            w["zones"]![0]!["type"] = "Kitchen";
            w["doors"]![1]!["leadsToZone"] = "cellar";
        }))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "The world has 2 faults");

        var errors = problem.GetProperty("errors");
        errors.EnumerateObject().Select(e => e.Name).ShouldBe(["$.zones[0].type", "$.doors[1].leadsToZone"], ignoreOrder: true);
        errors.GetProperty("$.doors[1].leadsToZone")[0].GetString()!.ShouldStartWith("is 'cellar'");
        Catalog.Find("hq")!.Version.ShouldBe("3");
    }

    [Fact]
    public async Task What_is_passed_over_is_told()
    {
        var answer = await (await PutAsync(admin, "hq", WorldText.With(w => w["music"] = "jazz"))).ShouldBeAsync(HttpStatusCode.Created);

        answer.GetProperty("warnings")[0].GetProperty("path").GetString().ShouldBe("$.music");
    }

    [Fact]
    public async Task The_id_in_the_path_is_the_worlds() =>
        await (await PutAsync(admin, "annex", WorldText.Good())).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "$.worldId: has to be the id in the path");

    [Fact]
    public async Task What_is_no_json_is_a_fault_of_the_whole()
    {
        var problem = await (await admin.PutAsync("/api/worlds/hq", Answers.Json("{"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "is not valid JSON");

        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("$");
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("a/b")]
    [InlineData("büro 7")]
    [InlineData("100%")]
    [InlineData(".")]
    public async Task An_id_of_any_text_is_a_file_of_the_folder_and_comes_back(string id)
    {
        // As a client writes it that escapes dots too: otherwise the path itself would be another.
        var path = Uri.EscapeDataString(id).Replace(".", "%252E");
        if (id.Contains('.')) path = Uri.EscapeDataString(id);
        var response = await PutAsync(admin, path, WorldText.With(w => w["worldId"] = id));

        if (response.StatusCode == HttpStatusCode.Created)
        {
            Catalog.Find(id).ShouldNotBeNull();
            (await (await admin.GetAsync($"/api/worlds/{path}")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("worldId").GetString().ShouldBe(id);
        }
        else
        {
            // A lone dot is taken out of a path before it is sent (RFC 3986, section 5.2.4).
            id.ShouldBe(".");
        }

        Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".json")).ShouldAllBe(
            f => Path.GetDirectoryName(f) == Path.Combine(root, "parley-data", "worlds"));
        File.Exists(Path.Combine(root, "evil")).ShouldBeFalse();
    }

    [Fact]
    public async Task Only_the_operator_writes()
    {
        var user = As("acme", "Admin");

        await (await PutAsync(user, "hq", WorldText.Good())).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "admin key");
        await (await user.DeleteAsync("/api/worlds/office")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "admin key");
        await (await PutAsync(host.Http, "hq", WorldText.Good())).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        await (await host.Http.GetAsync("/api/worlds/office")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task People_read_the_worlds_of_their_workspace_and_no_others()
    {
        await PutAsync(admin, "hq", WorldText.Good());

        await (await As("acme").GetAsync("/api/worlds/hq")).ShouldBeAsync(HttpStatusCode.OK);
        await (await As("acme").GetAsync("/api/worlds/office")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "another workspace");
        await (await As(null).GetAsync("/api/worlds/hq")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "workspace_id");
        await (await As("acme").GetAsync("/api/worlds/nowhere")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        (await ListAsync(As("acme"))).ShouldBe(["hq"]);
        (await ListAsync(As("demo"))).ShouldBe(["office"]);
        (await ListAsync(As(null))).ShouldBeEmpty();
        (await ListAsync(admin)).ShouldBe(["hq", "office"]);
    }

    [Fact]
    public async Task Worlds_are_listed_a_page_at_a_time()
    {
        foreach (var id in new[] { "a", "b", "c" }) await PutAsync(admin, id, WorldText.With(w => w["worldId"] = id));

        var first = await (await As("acme").GetAsync("/api/worlds?limit=2")).ShouldBeAsync(HttpStatusCode.OK);
        first.GetProperty("worlds").EnumerateArray().Select(w => w.GetProperty("worldId").GetString()).ShouldBe(["a", "b"]);
        first.GetProperty("next").GetString().ShouldBe("b");
        var second = await (await As("acme").GetAsync("/api/worlds?limit=2&after=b")).ShouldBeAsync(HttpStatusCode.OK);
        second.GetProperty("worlds").EnumerateArray().Select(w => w.GetProperty("worldId").GetString()).ShouldBe(["c"]);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        await (await As("acme").GetAsync("/api/worlds?limit=0")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "limit:");
    }

    [Fact]
    public async Task The_example_says_that_it_is_one_and_is_not_deleted()
    {
        var office = (await (await admin.GetAsync("/api/worlds")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("worlds")[0];

        office.GetProperty("example").GetBoolean().ShouldBeTrue();
        await (await admin.DeleteAsync("/api/worlds/office")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "Parley:World:Example=false");
    }

    [Fact]
    public async Task The_example_gives_way_to_one_that_is_put_and_comes_back_when_that_is_deleted()
    {
        await PutAsync(admin, "office", WorldText.With(w => w["worldId"] = "office"));
        Catalog.Find("office")!.WorkspaceId.ShouldBe("acme");
        await (await admin.DeleteAsync("/api/worlds/office")).ShouldBeAsync(HttpStatusCode.NoContent);
        Catalog.Find("office")!.WorkspaceId.ShouldBe("demo");
    }

    [Fact]
    public async Task A_file_is_sent_packed_to_who_takes_that_and_not_twice()
    {
        var user = As("demo");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/worlds/office");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));

        var packed = await user.SendAsync(request);

        packed.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        (await reader.ReadToEndAsync()).ShouldBe(await user.GetStringAsync("/api/worlds/office"));
        packed.Headers.Vary.ShouldContain("Accept-Encoding");

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/worlds/office");
        again.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        again.Headers.IfNoneMatch.Add(packed.Headers.ETag!);
        (await user.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_world_may_be_larger_than_other_bodies_and_is_bounded_all_the_same()
    {
        var large = WorldText.With(w => w["meta"]!["notes"] = new string('x', 1_000_000));
        await (await PutAsync(admin, "hq", large)).ShouldBeAsync(HttpStatusCode.Created);

        using var body = new StringContent(new string(' ', WorldFileLimits.FileBytes + 1), System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/worlds/hq") { Content = body };
        // The answer comes before the body is sent; without this it would be cut while it is.
        request.Headers.ExpectContinue = true;
        await (await admin.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_bounded_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/worlds/hq") { Content = Answers.Json(new string(' ', 3 * WorldFileLimits.FileBytes)) };
        request.Headers.TransferEncodingChunked = true;

        try
        {
            await (await admin.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The server need not read on to be heard (RFC 9110, section 15.5.14).
        }

        Catalog.Find("hq").ShouldBeNull();
    }

    [Fact]
    public async Task Only_json_is_taken()
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain");

        await (await admin.PutAsync("/api/worlds/hq", body)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_is_no_fault_of_the_worlds()
    {
        var folder = Path.Combine(root, "parley-data", "worlds");
        Directory.Delete(folder);
        File.WriteAllText(folder, "no folder");

        await (await PutAsync(admin, "hq", WorldText.Good())).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "can't be written");
        Catalog.Find("hq").ShouldBeNull();
        File.Delete(folder);
    }

    private async Task StartAsync()
    {
        host = await ParleyHost.StartAsync(new() { ["Parley:Admin:ApiKey"] = RestStage.AdminKey }, folder: root);
        admin = Client();
        admin.DefaultRequestHeaders.Add("X-Api-Key", RestStage.AdminKey);
    }

    private HttpClient As(string? workspace, params string[] roles)
    {
        var client = Client();
        var token = host.Services.GetRequiredService<TokenIssuer>().Issue(
            "alice", null, TimeSpan.FromHours(1), workspace: new TokenWorkspace(workspace, roles, null));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = host.Url };
        clients.Add(client);
        return client;
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string id, JsonNode world) =>
        client.PutAsync($"/api/worlds/{id}", Answers.Json(world.ToJsonString()));

    private static async Task<IEnumerable<string?>> ListAsync(HttpClient client) =>
        (await (await client.GetAsync("/api/worlds")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("worlds").EnumerateArray()
            .Select(w => w.GetProperty("worldId").GetString()).ToArray();
}
