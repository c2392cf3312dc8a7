namespace Parley.Browser.Hosting;

/// <summary>A server in Production for the tests of a class.</summary>
public sealed class ProductionServer : IAsyncLifetime
{
    private ParleyProcess? process;

    public ParleyProcess Process => process ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync() => process = await ParleyProcess.StartAsync(
        "Production", new Dictionary<string, string> { ["Parley:Auth:SymmetricKey"] = $"{Guid.NewGuid()}{Guid.NewGuid()}" });

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
    }
}
