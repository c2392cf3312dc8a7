using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>What Kestrel expects of a transport, for the requests that stay requests.</summary>
public abstract class HttpTests(bool polled)
{
    [Fact]
    public async Task A_client_that_goes_in_the_midst_of_a_request_aborts_it()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TcpHost.StartAsync(polled, (app, _) => app.MapGet("/wait", async (HttpContext context) =>
        {
            await using var told = context.RequestAborted.Register(aborted.SetResult);
            await context.Response.Body.FlushAsync();
            await aborted.Task;
        }));

        await using (var client = host.Connect())
        {
            client.Write(TcpHost.Get("/wait"));
            TcpHost.Head(client).ShouldStartWith("HTTP/1.1 200");
        }

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_reset_is_no_failure_of_the_request()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TcpHost.StartAsync(polled, (app, _) => app.MapGet("/endless", async (HttpContext context) =>
        {
            try
            {
                while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[64 * 1024]);
                ended.SetResult();
            }
            catch (Exception failure)
            {
                ended.SetException(failure);
            }
        }));

        var client = host.Connect();
        client.Write(TcpHost.Get("/endless"));
        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 200");
        client.Socket.LingerState = new LingerOption(true, 0);
        await client.DisposeAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Large_bodies_pass_whole_in_both_directions_over_one_connection()
    {
        await using var host = await TcpHost.StartAsync(polled, (app, _) => app.MapPost("/back", async (HttpContext context) =>
        {
            context.Response.ContentLength = context.Request.ContentLength;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        }));
        await using var client = host.Connect();

        foreach (var length in new[] { 1, 5_000, 3_000_000, 20_000_000 })
        {
            var body = RandomNumberGenerator.GetBytes(length);
            var sending = TcpHost.OnItsOwnThread(() =>
            {
                client.Write(System.Text.Encoding.ASCII.GetBytes(
                    $"POST /back HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n"));
                client.Write(body);
            });

            TcpHost.Head(client).ShouldContain($"Content-Length: {length}");
            var back = new byte[length];
            client.ReadExactly(back);
            await sending;
            back.AsSpan().SequenceEqual(body).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_server_that_stops_lets_a_request_end()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = await TcpHost.StartAsync(polled, (app, _) => app.MapGet("/slow", async () =>
        {
            begun.SetResult();
            await go.Task;
            return "done";
        }));
        await using var client = host.Connect();
        client.Write(TcpHost.Get("/slow"));
        await begun.Task;

        var stopping = host.DisposeAsync();
        go.SetResult();
        await stopping;

        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 200");
    }
}

public sealed class HttpOnPolledSockets() : HttpTests(polled: true);

public sealed class HttpOnManagedSockets() : HttpTests(polled: false);
