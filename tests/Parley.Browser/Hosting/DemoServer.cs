namespace Parley.Browser.Hosting;

/// <summary>The server in Development that most tests share.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    /// <summary>Opens all of REST.</summary>
    public const string AdminKey = "admin-key-0123456789";

    private ParleyProcess? process;

    public ParleyProcess Process => process ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync() => process = await ParleyProcess.StartAsync("Development", new Dictionary<string, string>
    {
        ["Parley:Admin:ApiKey"] = AdminKey,
        // On a machine that has much to do the steps of two seconds may come at once, and be no faster than they were.
        ["Parley:World:TileBurst"] = "12",
    });

    public async ValueTask DisposeAsync()
    {
        if (process is null) return;
        Directory.CreateDirectory(Built.Artifacts);
        await File.WriteAllTextAsync(Path.Combine(Built.Artifacts, "server.log"), process.Output);
        await process.DisposeAsync();
    }
}
