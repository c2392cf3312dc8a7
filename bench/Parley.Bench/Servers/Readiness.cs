using System.Net;
using System.Net.Sockets;

namespace Parley.Bench.Servers;

/// <summary>Waits until a server takes connections and, where it can say so, until it says it is ready.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    internal static void Wait(int port, string? path, Func<bool> exited, CancellationToken stop)
    {
        using var http = new HttpClient();
        (http.BaseAddress, http.Timeout) = (new Uri($"http://127.0.0.1:{port}"), TimeSpan.FromSeconds(5));
        for (var end = Clock.In(Limit); ; Thread.Sleep(20))
        {
            stop.ThrowIfCancellationRequested();
            if (Accepts(port) && (path is null || Answers(http, path)))
                return;
            if (exited())
                throw new BenchException("the server ended before it was ready");
            if (Clock.Now > end)
                throw new BenchException($"the server was not ready within {Limit.TotalSeconds} s");
        }
    }

    private static bool Accepts(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool Answers(HttpClient http, string path)
    {
        try
        {
            using var response = http.Send(new HttpRequestMessage(HttpMethod.Get, path));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
