using System.ComponentModel;
using System.Diagnostics;
using Parley.Browser.Hosting;

namespace Parley.Browser.Networks;

/// <summary>
/// A host of its own as far as the network goes: with the addresses it is given, and with no way to anywhere but the
/// hosts it is connected with. It has no name, so that nothing of it is left when its last process has ended.
/// </summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    private const string Needs = "These tests need network namespaces, which take Linux and root (or CAP_SYS_ADMIN and CAP_NET_ADMIN)";

    private static int links;

    private readonly Process holder;
    private readonly List<string> cables = [];

    private NetworkNamespace(Process holder) => this.holder = holder;

    /// <summary>Where another process enters it.</summary>
    public string Path => $"/proc/{holder.Id}/ns/net";

    /// <exception cref="InvalidOperationException">The system does not let us; says what it takes.</exception>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var start = new ProcessStartInfo("unshare", ["--net", "sh", "-c", "ip link set lo up && echo made && exec sleep infinity"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var holder = Process.Start(start)!;
            if (await holder.StandardOutput.ReadLineAsync() != "made")
                throw new InvalidOperationException($"{Needs}: {await holder.StandardError.ReadToEndAsync()}");
            Reaper.Shared.Watch(holder);
            return new NetworkNamespace(holder);
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException($"{Needs}: {fault.Message}", fault);
        }
    }

    /// <summary>What starts a program in here. The process that comes of it is the program itself.</summary>
    public ProcessStartInfo Command(string program, params IEnumerable<string> arguments) =>
        new("nsenter", [$"--net={Path}", "--", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Runs a program in here to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        Reaper.Shared.Watch(process);
        var written = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Reaper.Shared.Forget(process.Id);
        return (process.ExitCode, string.Concat(written));
    }

    /// <summary>Gives it an address of its own, IPv4 or IPv6, that no interface to others has.</summary>
    public Task AddAddressAsync(string address) =>
        IpAsync(address.Contains(':', StringComparison.Ordinal)
            ? ["-6", "address", "add", $"{address}/128", "dev", "lo", "nodad"]
            : ["address", "add", $"{address}/32", "dev", "lo"]);

    /// <summary>
    /// A cable between two hosts. It has no IPv6 address of its own making: that would be ready a second or two later, and
    /// Chromium gives up the requests it is connecting for when an address comes (ERR_NETWORK_CHANGED).
    /// </summary>
    /// <param name="other">The other end.</param>
    /// <param name="own">The address here, like <c>10.1.0.2/24</c>.</param>
    /// <param name="others">The address there.</param>
    public async Task ConnectAsync(NetworkNamespace other, string own, string others)
    {
        var (here, there) = ($"to{Interlocked.Increment(ref links)}", $"to{Interlocked.Increment(ref links)}");
        await IpAsync("link", "add", here, "type", "veth", "peer", "name", there, "netns", $"{other.holder.Id}");
        await IpAsync("address", "add", own, "dev", here);
        await other.IpAsync("address", "add", others, "dev", there);
        await IpAsync("link", "set", "dev", here, "addrgenmode", "none", "up");
        await other.IpAsync("link", "set", "dev", there, "addrgenmode", "none", "up");
        cables.Add(here);
        other.cables.Add(there);
        await RunsAsync(here);
        await other.RunsAsync(there);
    }

    /// <summary>
    /// The kernel may take a second to say that a new interface runs, and until then libnice passes over it: Janus would have
    /// no address to take an offer at.
    /// </summary>
    private Task RunsAsync(string link) => Eventually.TrueAsync(
        $"{link} runs", async () => (await RunAsync("ip", "-oneline", "link", "show", "dev", link)).Output.Contains(" state UP ", StringComparison.Ordinal));

    /// <summary>Sends no more than this through its cables, and drops what is over it.</summary>
    /// <param name="rate">Like <c>100kbit</c>; <c>null</c> for as much as goes.</param>
    public async Task NarrowAsync(string? rate)
    {
        foreach (var cable in cables)
        {
            if (rate is null) await RunAsync("tc", "qdisc", "del", "dev", cable, "root");
            else await ToolAsync("tc", "qdisc", "replace", "dev", cable, "root", "tbf", "rate", rate, "burst", "3kb", "latency", "50ms");
        }
    }

    /// <summary>Sends whatever goes elsewhere to a neighbour.</summary>
    public Task SendAllThroughAsync(string neighbour) => IpAsync("route", "add", "default", "via", neighbour);

    /// <summary>Drops what others send through this host, also where new hosts would forward it.</summary>
    public async Task ForwardNothingAsync()
    {
        const string Switch = "/proc/sys/net/ipv4/ip_forward";
        var (code, output) = await RunAsync("sh", "-c", $"[ $(cat {Switch}) = 0 ] || echo 0 > {Switch}");
        if (code != 0) throw new InvalidOperationException($"{Needs}; {Switch}: {output}");
    }

    public async ValueTask DisposeAsync()
    {
        holder.Kill();
        await holder.WaitForExitAsync();
        Reaper.Shared.Forget(holder.Id);
        holder.Dispose();
    }

    private Task IpAsync(params string[] arguments) => ToolAsync("ip", arguments);

    private async Task ToolAsync(string tool, params string[] arguments)
    {
        var (code, output) = await RunAsync(tool, arguments);
        if (code != 0) throw new InvalidOperationException($"{Needs}; {tool} {string.Join(' ', arguments)}: {output}");
    }
}
