using System.Net;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>So many from one address within a window of time; see <see cref="KeyedRates{TKey}"/>.</summary>
/// <param name="clock">Time for the windows.</param>
/// <param name="permits">How many within one window.</param>
/// <param name="window">How long a window is; it begins with the first.</param>
/// <param name="mostAddresses">How many addresses are remembered at once.</param>
/// <remarks>What counts as one address: <see cref="AddressKey"/>.</remarks>
public sealed class AddressRates(Clock clock, int permits, TimeSpan window, int mostAddresses = 100_000)
{
    private readonly KeyedRates<AddressKey> rates = new(clock, permits, window, mostAddresses);

    /// <summary>Addresses that are remembered now.</summary>
    public int Count => rates.Count;

    /// <summary>Whether one more may come from there now.</summary>
    /// <param name="address">Where from; unknown ones share a rate.</param>
    /// <param name="wait">If not: until when none may.</param>
    public bool TryTake(IPAddress? address, out TimeSpan wait) => rates.TryTake(AddressKey.Of(address), out wait);
}
