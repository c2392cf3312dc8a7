using System.Net.Sockets;
using System.Text;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>A guest with a token who goes in every way that leaves something half done.</summary>
internal sealed class HostileGuest(Uri server, HttpClient http, string token)
{
    private const string Path = "/socket.io/?EIO=4&transport=";

    private string Join => $$"""40{"token":"{{token}}"}""";

    /// <summary>Comes, does one of these by its number, and is gone without a word.</summary>
    public Task ComeAndGoAsync(int number) => (number % 11) switch
    {
        0 => BeforeJoiningAsync(),
        1 => InASearchAsync(),
        2 => InACallWithAttachmentsMissingAsync(),
        3 => OpenAsync(),
        4 => JoinedByPollingAsync(),
        5 => WhilePollingAsync(),
        6 => InHalfAPostAsync(),
        7 => InHalfAnUpgradeAsync(completed: false),
        8 => InHalfAnUpgradeAsync(completed: true),
        9 => TwiceOverAsync(),
        _ => ByACloseAsync(),
    };

    /// <summary>Sends so many packets over one WebSocket, as far as they are taken.</summary>
    public async Task SendFramesAsync(int from, int count)
    {
        var socket = await WebSocketAsync();
        if (from % 3 > 0) await socket.SendTextAsync(Join);
        try
        {
            for (var i = from; i < from + count; i++) await socket.SendRawAsync(HostilePackets.Frame(i));
        }
        catch (IOException)
        {
            // The server has closed.
        }

        socket.Drop();
    }

    /// <summary>The same in the body of one POST.</summary>
    public async Task PostAsync(int from, int count)
    {
        var sid = await OpenAsync();
        if (from % 3 > 0) await PostAsync(sid, Join);
        await PostAsync(sid, string.Join('\u001e', Enumerable.Range(from, count).Select(HostilePackets.Text)));
    }

    private async Task BeforeJoiningAsync() => (await WebSocketAsync()).Drop();

    private async Task InASearchAsync()
    {
        var socket = await JoinedAsync();
        await socket.SendTextAsync("42[\"user:match\"]");
        socket.Drop();
    }

    private async Task InACallWithAttachmentsMissingAsync()
    {
        var socket = await JoinedAsync();
        await socket.SendTextAsync("42[\"user:match\"]");
        await socket.SendTextAsync("42[\"webrtc:offer\",{\"offer\":{},\"type\":\"audio\"}]");
        await socket.SendTextAsync("42[\"chat:message\",{\"type\":\"text\",\"content\":\"for whoever is there\"}]");
        await socket.SendTextAsync("452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        await socket.SendAsync(FrameOpcode.Binary, new byte[1000]);
        await socket.TryRoundTripAsync();
        socket.Drop();
    }

    private async Task JoinedByPollingAsync()
    {
        var sid = await OpenAsync();
        await PostAsync(sid, Join + "\u001e42[\"user:match\"]");
        (await http.GetAsync(Polling(sid))).Dispose();
    }

    private async Task WhilePollingAsync()
    {
        var sid = await OpenAsync();
        using var givingUp = new CancellationTokenSource();
        var poll = http.GetAsync(Polling(sid), givingUp.Token);
        await PostAsync(sid, "3");
        await givingUp.CancelAsync();
        try
        {
            (await poll).Dispose();
        }
        catch (OperationCanceledException)
        {
            // As it is meant.
        }
    }

    private async Task InHalfAPostAsync()
    {
        var sid = await OpenAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {Polling(sid)} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 50000\r\n\r\n{Join}\u001e42[\"user:m"));
        socket.LingerState = new LingerOption(true, 0);
    }

    private async Task InHalfAnUpgradeAsync(bool completed)
    {
        var sid = await OpenAsync();
        await PostAsync(sid, Join);
        try
        {
            await UpgradeHalfAsync(await WebSocketAsync(sid), completed);
        }
        catch (Exception over) when (over is IOException or UpgradeRefusedException)
        {
            // This guest came in before by a session that it never ended; let in only now, that took this one's place.
        }
    }

    private static async Task UpgradeHalfAsync(TestSocket socket, bool completed)
    {
        try
        {
            await socket.SendTextAsync("2probe");
            await socket.NextAsync();
            if (completed) await socket.SendTextAsync("5");
            await socket.SendRawAsync(TestSocket.Encode(FrameOpcode.Text, new byte[500]).AsMemory(0, 100));
        }
        finally
        {
            socket.Drop();
        }
    }

    /// <summary>Is cut off, comes back as whom it was, and is cut off again.</summary>
    private async Task TwiceOverAsync()
    {
        var first = await SocketIoConnection.ConnectAsync(server, $$"""{"token":"{{token}}"}""");
        await first.NextAsync("connection:established");
        first.Drop();
        var second = await SocketIoConnection.ConnectAsync(server, first.AuthToRecover(token));
        second.Drop();
    }

    private async Task ByACloseAsync() => await PostAsync(await OpenAsync(), "1");

    private async Task<string> OpenAsync()
    {
        var handshake = await http.GetStringAsync(Path + "polling");
        return handshake.Split('"')[3];
    }

    private async Task PostAsync(string sid, string body)
    {
        using var content = new StringContent(body);
        (await http.PostAsync(Polling(sid), content)).Dispose();
    }

    private async Task<TestSocket> JoinedAsync()
    {
        var socket = await WebSocketAsync();
        await socket.SendTextAsync(Join);
        return socket;
    }

    private async Task<TestSocket> WebSocketAsync(string? sid = null) =>
        await TestSocket.ConnectAsync(server, $"{Path}websocket{(sid is null ? "" : $"&sid={sid}")}");

    private static string Polling(string sid) => $"{Path}polling&sid={sid}";
}
