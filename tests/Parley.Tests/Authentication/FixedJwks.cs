using System.Text;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

/// <summary>A key set that a test changes; counts how often it is asked for.</summary>
internal sealed class FixedJwks(string json) : IJwksSource
{
    public string Name => "a test";

    public TimeSpan Period => TimeSpan.FromMinutes(10);

    public string Json { get; set; } = json;

    public bool Fails { get; set; }

    public int Reads { get; private set; }

    public Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        // Who sees that it was asked may change what it does the next time.
        var fails = Fails;
        Reads++;
        return fails ? throw new HttpRequestException("not today") : Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(Json));
    }
}
