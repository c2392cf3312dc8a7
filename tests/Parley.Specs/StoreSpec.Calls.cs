using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_call_comes_back_as_it_went_in_answered_or_not()
    {
        var answered = await NewCallAsync("alice", "bob", Noon.AddMinutes(1));
        var missed = await NewCallAsync("carol", "dave", Noon, answered: null);

        (await Store.ListCallsAsync("alice", 10, Cancellation)).ShouldBe([answered]);
        (await Store.ListCallsAsync("dave", 10, Cancellation)).ShouldBe([missed]);
    }

    [Fact]
    public async Task Calls_made_and_received_are_listed_newest_first()
    {
        var second = await NewCallAsync("bob", "alice", Noon.AddMinutes(2));
        var first = await NewCallAsync("alice", "bob", Noon.AddMinutes(1));
        var third = await NewCallAsync("alice", "carol", Noon.AddMinutes(3));

        (await Store.ListCallsAsync("alice", 10, Cancellation)).ShouldBe([third, second, first]);
        (await Store.ListCallsAsync("bob", 10, Cancellation)).ShouldBe([second, first]);
        (await Store.ListCallsAsync("alice", 2, Cancellation)).ShouldBe([third, second]);
    }

    [Fact]
    public async Task A_call_that_is_written_down_twice_is_there_once()
    {
        var call = await NewCallAsync("alice", "bob", Noon);

        await Store.AddCallAsync(call, Cancellation);

        (await Store.ListCallsAsync("alice", 10, Cancellation)).ShouldBe([call]);
    }

    [Fact]
    public async Task Who_never_called_has_no_calls()
    {
        await NewCallAsync("alice", "bob", Noon);

        (await Store.ListCallsAsync("Alice", 10, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_outlive_sessions_and_reopenings()
    {
        var guest = await NewGuestAsync();
        var call = await NewCallAsync(guest.UserId, "bob", Noon);
        await Store.RemoveGuestAsync(guest.SessionId, Cancellation);

        await ReopenAsync();

        (await Store.ListCallsAsync(guest.UserId, 10, Cancellation)).ShouldBe([call]);
    }

    private async Task<CallRecord> NewCallAsync(
        string caller, string callee, DateTimeOffset started, string? answered = "00:00:07")
    {
        var call = new CallRecord(
            Guid.NewGuid(), caller, callee, "video", started, answered is null ? null : started + TimeSpan.Parse(answered),
            started.AddMinutes(5), answered is null ? "timeout" : "ended");
        await Store.AddCallAsync(call, Cancellation);
        return call;
    }
}
