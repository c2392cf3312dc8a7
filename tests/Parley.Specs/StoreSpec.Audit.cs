using Parley.Core.Identity;
using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    private readonly OrderedUuids auditIds = new(TimeProvider.System);

    [Fact]
    public async Task An_audit_entry_comes_back_as_it_went_in_done_or_refused()
    {
        var done = await NewAuditAsync("acme", duration: 300, zone: "lounge");
        var refused = await NewAuditAsync("acme", refusal: "role");

        (await Store.ListAuditAsync(null, null, 10, Cancellation)).ShouldBe([refused, done]);
    }

    [Fact]
    public async Task Audit_entries_are_listed_newest_first_and_page_by_page_without_gaps()
    {
        var entries = new List<AuditRecord>();
        for (var i = 0; i < 25; i++) entries.Insert(0, await NewAuditAsync("acme"));

        var pages = new List<AuditRecord>();
        while (await Store.ListAuditAsync(null, pages.LastOrDefault()?.Id, 10, Cancellation) is { Count: > 0 } page)
        {
            page.Count.ShouldBeLessThanOrEqualTo(10);
            pages.AddRange(page);
            // What comes meanwhile is newer than the page, and moves none of those that follow.
            await NewAuditAsync("acme");
        }

        pages.ShouldBe(entries);
    }

    [Fact]
    public async Task Audit_entries_of_one_workspace_are_listed_alone()
    {
        var first = await NewAuditAsync("acme");
        var other = await NewAuditAsync("Acme");
        var second = await NewAuditAsync("acme");

        (await Store.ListAuditAsync("acme", null, 10, Cancellation)).ShouldBe([second, first]);
        (await Store.ListAuditAsync("acme", second.Id, 10, Cancellation)).ShouldBe([first]);
        (await Store.ListAuditAsync("Acme", null, 10, Cancellation)).ShouldBe([other]);
        (await Store.ListAuditAsync("nobody", null, 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Audit_entries_outlive_a_reopening()
    {
        var entry = await NewAuditAsync("acme");

        await ReopenAsync();

        (await Store.ListAuditAsync(null, null, 10, Cancellation)).ShouldBe([entry]);
    }

    private async Task<AuditRecord> NewAuditAsync(
        string workspace, int? duration = null, string? zone = null, string? refusal = null)
    {
        var entry = new AuditRecord(
            auditIds.Next(), Noon, "alice", duration is null ? "kick" : "mute", "bob", workspace, "world:office", zone, duration, refusal);
        await Store.AddAuditAsync(entry, Cancellation);
        return entry;
    }
}
