using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_world_comes_back_as_it_was_written_last()
    {
        (await Store.FindWorldAsync("hq/ü", Cancellation)).ShouldBeNull();
        await Store.PutWorldAsync(new WorldRecord("hq/ü", "a", [1, 0, 255], Noon), Cancellation);
        await Store.PutWorldAsync(new WorldRecord("lab", "b", [2], Noon), Cancellation);
        await Store.PutWorldAsync(new WorldRecord("hq/ü", "c", [3], Noon.AddSeconds(1)), Cancellation);

        var found = (await Store.FindWorldAsync("hq/ü", Cancellation)).ShouldNotBeNull();
        (found.WorldId, found.Hash, found.ChangedAt).ShouldBe(("hq/ü", "c", Noon.AddSeconds(1)));
        found.File.ShouldBe([3]);
        (await Store.ListWorldsAsync(Cancellation)).ShouldBe(new Dictionary<string, string> { ["hq/ü"] = "c", ["lab"] = "b" }, ignoreOrder: true);
    }

    [Fact]
    public async Task That_a_world_was_taken_away_is_kept()
    {
        await Store.PutWorldAsync(new WorldRecord("hq", "a", [1], Noon), Cancellation);
        await Store.PutWorldAsync(new WorldRecord("hq", "", null, Noon), Cancellation);

        (await Store.FindWorldAsync("hq", Cancellation)).ShouldBe(new WorldRecord("hq", "", null, Noon));
        (await Store.ListWorldsAsync(Cancellation)).ShouldBe(new Dictionary<string, string> { ["hq"] = "" }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_world_that_is_written_or_taken_away_is_told()
    {
        var heard = await HeardAsync(async () =>
        {
            await Store.PutWorldAsync(new WorldRecord("hq", "a", [1], Noon), Cancellation);
            await Store.PutWorldAsync(new WorldRecord("hq", "", null, Noon), Cancellation);
        });

        heard.ShouldBe([new WorldFileChanged("hq"), new WorldFileChanged("hq")]);
    }
}
