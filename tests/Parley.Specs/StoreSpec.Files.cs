using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_shared_file_comes_back_as_it_was_written_last()
    {
        (await Store.FindFileAsync("hq/ü", Cancellation)).ShouldBeNull();
        await Store.PutFileAsync(new FileRecord("hq/ü", "a", [1, 0, 255], Noon), Cancellation);
        await Store.PutFileAsync(new FileRecord("lab", "b", [2], Noon), Cancellation);
        await Store.PutFileAsync(new FileRecord("hq/ü", "c", [3], Noon.AddSeconds(1)), Cancellation);

        var found = (await Store.FindFileAsync("hq/ü", Cancellation)).ShouldNotBeNull();
        (found.Name, found.Hash, found.ChangedAt).ShouldBe(("hq/ü", "c", Noon.AddSeconds(1)));
        found.Content.ShouldBe([3]);
        (await Store.ListFilesAsync(Cancellation)).ShouldBe(new Dictionary<string, string> { ["hq/ü"] = "c", ["lab"] = "b" }, ignoreOrder: true);
    }

    [Fact]
    public async Task That_a_shared_file_was_taken_away_is_kept()
    {
        await Store.PutFileAsync(new FileRecord("hq", "a", [1], Noon), Cancellation);
        await Store.PutFileAsync(new FileRecord("hq", "", null, Noon), Cancellation);

        (await Store.FindFileAsync("hq", Cancellation)).ShouldBe(new FileRecord("hq", "", null, Noon));
        (await Store.ListFilesAsync(Cancellation)).ShouldBe(new Dictionary<string, string> { ["hq"] = "" }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_shared_file_that_is_written_or_taken_away_is_told()
    {
        var heard = await HeardAsync(async () =>
        {
            await Store.PutFileAsync(new FileRecord("hq", "a", [1], Noon), Cancellation);
            await Store.PutFileAsync(new FileRecord("hq", "", null, Noon), Cancellation);
        });

        heard.ShouldBe([new FileChanged("hq"), new FileChanged("hq")]);
    }
}
