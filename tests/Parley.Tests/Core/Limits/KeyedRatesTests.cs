using Parley.Core.Limits;
using Parley.Core.Time;

namespace Parley.Tests.Core.Limits;

/// <summary>What <see cref="AddressRatesTests"/> doesn't show: that keys are told apart.</summary>
public sealed class KeyedRatesTests
{
    [Fact]
    public void Each_key_has_a_rate_of_its_own()
    {
        var rates = new KeyedRates<string>(new Clock(new ManualTimeProvider()), permits: 2, TimeSpan.FromMinutes(1));

        rates.TryTake("alice", out _).ShouldBeTrue();
        rates.TryTake("alice", out _).ShouldBeTrue();
        rates.TryTake("alice", out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromMinutes(1));
        rates.TryTake("Alice", out _).ShouldBeTrue();
    }
}
