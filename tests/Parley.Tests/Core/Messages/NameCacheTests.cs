using System.Globalization;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Core.Messages;

public sealed class NameCacheTests
{
    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("Alice")]
    [InlineData("Zoë")]
    [InlineData("李雷")]
    [InlineData("a\u0001b")]
    [InlineData("👩‍👩‍👧")]
    public void It_spells_what_the_bytes_spell(string name)
    {
        NameCache.Get(Encoding.UTF8.GetBytes(name)).ShouldBe(name);
        NameCache.Get(Encoding.UTF8.GetBytes(name)).ShouldBe(name);
    }

    [Fact]
    public void The_same_name_again_is_the_same_string()
    {
        NameCache.Get("name-cache-same"u8).ShouldBeSameAs(NameCache.Get("name-cache-same"u8));
    }

    [Fact]
    public void A_long_name_is_not_kept()
    {
        var name = Encoding.UTF8.GetBytes(new string('n', 65));

        NameCache.Get(name).ShouldNotBeSameAs(NameCache.Get(name));
        NameCache.Get(name).ShouldBe(NameCache.Get(name));
    }

    [Fact]
    public async Task Names_that_take_each_other_s_place_on_many_threads_are_never_mixed_up()
    {
        // More names than there are places, so that most of them collide.
        const int names = 20_000;
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            Span<byte> utf8 = stackalloc byte[32];
            for (var i = 0; i < 3 * names; i++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"user{(i * 7919 + thread * 31) % names}");
                var length = Encoding.UTF8.GetBytes(name, utf8);
                if (NameCache.Get(utf8[..length]) != name) Interlocked.Increment(ref wrong);
            }
        })));

        wrong.ShouldBe(0);
    }
}
