using System.Net.Sockets;
using Parley.Tests.CommandLine;

namespace Parley.Tests.Hostile;

/// <summary>More connections than the process has file descriptors for.</summary>
public sealed class FewDescriptors
{
    private const int Descriptors = 480;

    [Fact]
    public async Task Whoever_is_connected_stays_and_the_process_lives()
    {
        var (server, url) = await ServerProcess.StartAsync(Descriptors, "--environment", "Development");
        await using var _ = server;
        using var early = new HttpClient { BaseAddress = url };
        (await AliveAsync(early)).ShouldBeTrue();

        // Off the thread that polls the clients' sockets, those of other tests too: these block.
        var flood = await Task.Run(() => Enumerable.Range(0, 2 * Descriptors).Select(_ => Connect(url)).ToArray());
        // Long enough for work that is done every second, and opens files and threads of its own.
        for (var second = 0; second < 3; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            (await AliveAsync(early)).ShouldBeTrue();
        }

        flood.Count(IsClosed).ShouldBeGreaterThan(Descriptors);
        foreach (var socket in flood) socket.Dispose();

        using var late = new HttpClient { BaseAddress = url };
        await EventuallyAliveAsync(late);
        (await server.TerminateAsync()).ShouldBe(0);
    }

    private static Socket Connect(Uri url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(url.Host, url.Port);
        return socket;
    }

    private static bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead);

    private static async Task<bool> AliveAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private static async Task EventuallyAliveAsync(HttpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                if (await AliveAsync(client)) return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                // The server has yet to see that the others are gone.
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }
}
