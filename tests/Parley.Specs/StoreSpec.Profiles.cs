using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    [Fact]
    public async Task A_profile_that_nobody_wrote_is_null() =>
        (await Store.FindProfileAsync("alice", Cancellation)).ShouldBeNull();

    [Fact]
    public async Task A_profile_comes_back_as_it_went_in()
    {
        var profile = new ProfileRecord("auth0|ü/1", "ünal", "😀", """{ "a": [1, {"b": "\u00fc🍳"}], "n": null }""", Noon);

        await Store.PutProfileAsync(profile, Cancellation);

        (await Store.FindProfileAsync("auth0|ü/1", Cancellation)).ShouldBe(profile);
    }

    [Fact]
    public async Task A_second_write_replaces_the_whole_profile()
    {
        await Store.PutProfileAsync(new ProfileRecord("alice", "alice", "Al", """{"a":1}""", Noon), Cancellation);
        var second = new ProfileRecord("alice", "alicia", null, "{}", Noon.AddSeconds(1));

        await Store.PutProfileAsync(second, Cancellation);

        (await Store.FindProfileAsync("alice", Cancellation)).ShouldBe(second);
    }
}
