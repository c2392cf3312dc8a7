using System.Diagnostics;
using Parley.Browser.Hosting;

namespace Parley.Browser.Networks;

/// <summary>Who a relay is asked to reach: coturn's own <c>turnutils_peer</c>, which sends back what it gets.</summary>
internal sealed class EchoPeer : IAsyncDisposable
{
    private const string Port = ":0D98 "; // 3480, where turnutils_uclient expects it

    private readonly Process process;

    private EchoPeer(Process process) => this.process = process;

    /// <summary>Starts one at an address that the host gets for it.</summary>
    public static async Task<EchoPeer> StartAsync(NetworkNamespace host, string address)
    {
        await host.AddAddressAsync(address);
        var peer = new EchoPeer(Process.Start(host.Command("turnutils_peer", "-L", address))!);
        Reaper.Shared.Watch(peer.process);
        peer.process.BeginOutputReadLine();
        peer.process.BeginErrorReadLine();
        return peer;
    }

    /// <summary>Waits until so many of them listen on a host.</summary>
    public static Task ListeningAsync(EchoPeer[] peers) =>
        Eventually.TrueAsync($"{peers.Length} peers listen", () => Task.FromResult(
            ((string[])["udp", "udp6"]).Sum(table => File.ReadLines($"/proc/{peers[0].process.Id}/net/{table}").Count(line => line.Contains(Port, StringComparison.Ordinal))) >= peers.Length));

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        Reaper.Shared.Forget(process.Id);
        process.Dispose();
    }
}
