using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Identity;
using Parley.Core.Storage;
using Parley.Server.Worlds;
using Parley.Tests.Authentication;
using Parley.Tests.Storage;

namespace Parley.Tests.Rest;

public sealed class Audit : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private RestStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await RestStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task The_operator_sees_who_did_what_to_whom_when_and_where_the_newest_first()
    {
        var muted = Entry("acme") with { Action = "mute", DurationSeconds = 300, Zone = "lounge" };
        var refused = Entry("acme") with { Refusal = "role" };
        await WriteAsync(muted, refused);

        var page = await (await stage.AsAdmin().GetAsync("/api/audit")).ShouldBeAsync(HttpStatusCode.OK);

        page.GetRawText().ShouldBe(
            $$"""
            {"entries":[{"id":"{{refused.Id}}","at":"2025-06-01T12:00:00Z","actorId":"alice","action":"kick","targetId":"bob","workspaceId":"acme","room":"world:office","refusal":"role"},{"id":"{{muted.Id}}","at":"2025-06-01T12:00:00Z","actorId":"alice","action":"mute","targetId":"bob","workspaceId":"acme","room":"world:office","zone":"lounge","durationSeconds":300}]}
            """);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps()
    {
        var entries = Enumerable.Range(0, 5).Select(_ => Entry("acme")).ToArray();
        await WriteAsync(entries);

        var first = await (await stage.AsAdmin().GetAsync("/api/audit?limit=2")).ShouldBeAsync(HttpStatusCode.OK);
        var second = await (await stage.AsAdmin().GetAsync($"/api/audit?limit=2&before={Next(first)}")).ShouldBeAsync(HttpStatusCode.OK);
        var third = await (await stage.AsAdmin().GetAsync($"/api/audit?limit=2&before={Next(second)}")).ShouldBeAsync(HttpStatusCode.OK);

        Ids(first).Concat(Ids(second)).Concat(Ids(third)).ShouldBe(entries.Reverse().Select(e => e.Id));
        third.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_Admin_sees_what_happened_in_the_own_workspace()
    {
        var (own, other) = (Entry("acme"), Entry("umbrella"));
        await WriteAsync(own, other);
        using var admin = With("""["Member","Admin"]""", "acme");

        Ids(await (await admin.GetAsync("/api/audit")).ShouldBeAsync(HttpStatusCode.OK)).ShouldBe([own.Id]);
        Ids(await (await admin.GetAsync($"/api/audit?before={own.Id}")).ShouldBeAsync(HttpStatusCode.OK)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""["Editor","Member","Guest"]""", "acme")]
    [InlineData("""["admin"]""", "acme")]
    [InlineData("{\"Admin\":true}", "acme")]
    [InlineData("[]", "acme")]
    [InlineData("""["Admin"]""", null)]
    public async Task Others_see_none(string roles, string? workspace)
    {
        using var client = With(roles, workspace);

        await (await client.GetAsync("/api/audit")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "role Admin");
        await (await stage.Host.Http.GetAsync("/api/audit")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_calls_its_holder_admin_does_not_have_the_operators_key()
    {
        using var client = With("""["admin","Admin"]""", "acme", """, "role":"admin","workspace_admin":"umbrella" """);

        await (await client.GetAsync($"/api/chat/{await stage.RoomAsync("alice")}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await WriteAsync(Entry("umbrella"));
        Ids(await (await client.GetAsync("/api/audit")).ShouldBeAsync(HttpStatusCode.OK)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("before=yesterday", "before")]
    public async Task What_is_no_page_is_refused_by_name(string query, string field) =>
        await (await stage.AsAdmin().GetAsync($"/api/audit?{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task What_moderators_do_is_written_by_way_of_the_queue_also_what_waits_when_the_server_stops()
    {
        var entry = Entry("acme");
        stage.Host.Services.GetRequiredService<AuditQueue>().Add(entry);
        await Eventually.Is(() => StoreOf(stage.Host).ListAuditAsync(null, null, 10, default).Result.Contains(entry));

        var last = Entry("acme");
        stage.Host.Services.GetRequiredService<AuditQueue>().Add(last);
        await stage.Host.StopAsync();

        (await StoreOf(stage.Host).ListAuditAsync(null, null, 10, default)).ShouldBe([last, entry]);
    }

    [Fact]
    public async Task What_the_store_refuses_is_counted_and_those_behind_it_are_written()
    {
        var attempts = 0;
        var store = new FaultyStore(_ => Interlocked.Increment(ref attempts) == 1
            ? Task.FromException(new InvalidOperationException("refused"))
            : Task.CompletedTask);
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<IStore>(store));
        var queue = host.Services.GetRequiredService<AuditQueue>();

        queue.Add(Entry("acme"));
        queue.Add(Entry("acme"));

        await Eventually.Is(() => Volatile.Read(ref attempts) == 2);
        queue.Lost.ShouldBe(1);
        (await host.Http.GetStringAsync("/metrics")).ShouldContain("parley_audit_lost_total 1");
    }

    private static IStore StoreOf(ParleyHost host) => host.Services.GetRequiredService<IStore>();

    private static Guid Next(JsonElement page) => page.GetProperty("next").GetGuid();

    private static IEnumerable<Guid> Ids(JsonElement page) =>
        page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("id").GetGuid());

    private AuditRecord Entry(string workspace) => new(
        stage.Host.Services.GetRequiredService<OrderedUuids>().Next(), Noon, "alice", "kick", "bob", workspace,
        "world:office", null, null, null);

    private async Task WriteAsync(params AuditRecord[] entries)
    {
        foreach (var entry in entries) await StoreOf(stage.Host).AddAuditAsync(entry, default);
    }

    private HttpClient With(string roles, string? workspace, string more = "")
    {
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var where = workspace is null ? "" : $",\"workspace_id\":\"{workspace}\"";
        var token = TokenForge.Hs256(
            """{"alg":"HS256","typ":"JWT"}""", $$"""{"sub":"dora","exp":{{expires}},"roles":{{roles}}{{where}}{{more}}}""",
            ParleyHost.SymmetricKey);
        var client = new HttpClient { BaseAddress = stage.Host.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
