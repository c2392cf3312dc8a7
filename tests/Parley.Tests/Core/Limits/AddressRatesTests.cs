using System.Net;
using Parley.Core.Limits;
using Parley.Core.Time;

namespace Parley.Tests.Core.Limits;

public sealed class AddressRatesTests
{
    private readonly ManualTimeProvider time = new();
    private readonly AddressRates rates;

    public AddressRatesTests() => rates = new AddressRates(new Clock(time), permits: 3, TimeSpan.FromMinutes(15), mostAddresses: 4);

    [Fact]
    public void So_many_may_come_and_the_next_is_told_how_long_to_wait()
    {
        for (var i = 0; i < 3; i++) Take("192.0.2.1").ShouldBe(TimeSpan.Zero);
        time.Advance(TimeSpan.FromMinutes(4));

        Take("192.0.2.1").ShouldBe(TimeSpan.FromMinutes(11));
        Take("192.0.2.1").ShouldBe(TimeSpan.FromMinutes(11), "being refused does not make it longer");
    }

    [Fact]
    public void A_new_window_begins_when_the_old_one_has_ended()
    {
        for (var i = 0; i < 4; i++) Take("192.0.2.1");

        time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        Take("192.0.2.1").ShouldBe(TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromMilliseconds(1));

        for (var i = 0; i < 3; i++) Take("192.0.2.1").ShouldBe(TimeSpan.Zero);
        Take("192.0.2.1").ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "::", false)]
    public void One_address_is_one_IPv4_address_or_one_IPv6_network(string? first, string? second, bool same)
    {
        for (var i = 0; i < 3; i++) Take(first);

        (Take(second) > TimeSpan.Zero).ShouldBe(same);
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_the_oldest_is_forgotten_first()
    {
        for (var i = 0; i < 3; i++) Take("192.0.2.1");
        for (var i = 2; i <= 4; i++) Take($"192.0.2.{i}");
        Take("192.0.2.1").ShouldNotBe(TimeSpan.Zero, "four fit");

        Take("192.0.2.5");

        rates.Count.ShouldBe(4);
        Take("192.0.2.1").ShouldBe(TimeSpan.Zero, "forgotten for the fifth");
        rates.Count.ShouldBe(4);
    }

    [Fact]
    public void Nothing_is_remembered_of_windows_that_have_ended()
    {
        Take("192.0.2.1");
        time.Advance(TimeSpan.FromMinutes(10));
        Take("192.0.2.2");
        rates.Count.ShouldBe(2);

        time.Advance(TimeSpan.FromMinutes(5));
        rates.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(10));
        rates.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_so_many_come_through()
    {
        var many = new AddressRates(new Clock(time), permits: 100, TimeSpan.FromMinutes(1));
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 50).Count(_ => many.TryTake(IPAddress.Loopback, out var _)))));

        taken.Sum().ShouldBe(100);
    }

    private TimeSpan Take(string? address)
    {
        rates.TryTake(address is null ? null : IPAddress.Parse(address), out var wait).ShouldBe(wait == TimeSpan.Zero);
        return wait;
    }
}
