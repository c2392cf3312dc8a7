using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>Where HTTP ends and the WebSocket begins, on one socket: no byte is lost, doubled, or read by the wrong one.</summary>
public abstract class TakingOverTests(bool polled)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frames_right_behind_the_request_are_read(bool offTheSocketsThread)
    {
        await using var host = await StartAsync(offTheSocketsThread);
        await using var client = host.Connect();

        client.Write([.. TcpHost.Upgrade("/echo"), .. TcpHost.Frame("one"), .. TcpHost.Frame("two")]);

        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
        TcpHost.Text(client).ShouldBe("one");
        TcpHost.Text(client).ShouldBe("two");
        client.Write(TcpHost.Frame("three"));
        TcpHost.Text(client).ShouldBe("three");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frames_that_come_in_the_midst_of_it_are_read_in_order(bool offTheSocketsThread)
    {
        await using var host = await StartAsync(offTheSocketsThread);
        for (var i = 0; i < 300; i++)
        {
            await using var client = host.Connect();
            var all = new[] { TcpHost.Upgrade("/echo"), TcpHost.Frame("one"), TcpHost.Frame("two") }.SelectMany(b => b).ToArray();
            // Cut anywhere from within the request to within the last frame.
            var cut = all.Length - 1 - (i % 24);
            client.Write(all.AsSpan(0, cut));
            if (i % 3 == 0) await Task.Yield();
            client.Write(all.AsSpan(cut));

            TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
            TcpHost.Text(client).ShouldBe("one");
            TcpHost.Text(client).ShouldBe("two");
        }
    }

    [Fact]
    public async Task Answers_before_the_101_come_before_the_frames()
    {
        const int Large = 8 * 1024 * 1024;
        await using var host = await TcpHost.StartAsync(polled, (app, host) =>
        {
            app.MapGet("/large", async context =>
            {
                context.Response.ContentLength = Large;
                await context.Response.Body.WriteAsync(new byte[Large]);
            });
            app.Map("/echo", host.EchoAsync);
        });
        await using var client = host.Connect();

        client.Write([.. TcpHost.Get("/large"), .. TcpHost.Get("/large"), .. TcpHost.Upgrade("/echo"), .. TcpHost.Frame("mine")]);

        for (var i = 0; i < 2; i++)
        {
            TcpHost.Head(client).ShouldContain($"Content-Length: {Large}");
            var body = new byte[Large];
            client.ReadExactly(body);
            body.ShouldAllBe(b => b == 0);
        }

        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
        TcpHost.Text(client).ShouldBe("mine");
    }

    [Fact]
    public async Task Who_goes_before_sending_anything_is_noticed()
    {
        await using var host = await StartAsync(offTheSocketsThread: false);
        await using (var client = host.Connect())
        {
            client.Write(TcpHost.Upgrade("/echo"));
            TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
            await Eventually.Is(() => host.WebSockets.Table.Count == 1);
        }

        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    [Fact]
    public async Task A_cut_before_the_client_has_sent_anything_reaches_it()
    {
        await using var host = await StartAsync(offTheSocketsThread: false);
        await using var client = host.Connect();
        client.Write(TcpHost.Upgrade("/echo"));
        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
        await Eventually.Is(() => host.WebSockets.Table.Count == 1);

        host.WebSockets.Table.AbortAll();

        client.ReadByte().ShouldBe(-1);
        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    private Task<TcpHost> StartAsync(bool offTheSocketsThread) => TcpHost.StartAsync(polled, (app, host) =>
        app.Map("/echo", async (HttpContext context) =>
        {
            if (offTheSocketsThread) await Task.Yield();
            await host.EchoAsync(context);
        }));
}

public sealed class TakingOverOnPolledSockets() : TakingOverTests(polled: true);

public sealed class TakingOverOnManagedSockets() : TakingOverTests(polled: false);
