using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Parley.Core.Messages;

namespace Parley.Tests.Wire;

/// <summary>
/// A WebSocket client that does what it is told, also what no decent client does: frames of any kind, half a frame,
/// no pongs, no reading.
/// </summary>
internal sealed class TestSocket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly SemaphoreSlim writing = new(1);
    private readonly Channel<Received> inbox = Channel.CreateUnbounded<Received>();
    private readonly Channel<byte[]> pongs = Channel.CreateUnbounded<byte[]>();
    private int pings;

    private TestSocket(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Whether pings are answered.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>The server's pings so far.</summary>
    public int PingsSeen => Volatile.Read(ref pings);

    /// <summary>Whether the server has neither closed nor gone.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What the server answered to the upgrade, headers included.</summary>
    public string Upgrade { get; private set; } = "";

    /// <summary>Connects, or throws <see cref="UpgradeRefusedException"/>.</summary>
    public static async Task<TestSocket> ConnectAsync(Uri server, string path, params string[] headers)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var client = new TestSocket(socket);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await client.stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n",
            [
                $"GET {path} HTTP/1.1", $"Host: {server.Authority}", "Connection: Upgrade", "Upgrade: websocket",
                "Sec-WebSocket-Version: 13", $"Sec-WebSocket-Key: {key}", .. headers, "", "",
            ])));
        client.Upgrade = await client.ReadHeadAsync().WaitAsync(Patience);
        var status = int.Parse(client.Upgrade.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        if (status != 101)
        {
            await client.DisposeAsync();
            throw new UpgradeRefusedException(status, client.Upgrade);
        }

        _ = client.ReceiveAsync();
        return client;
    }

    public Task SendTextAsync(string text) => SendAsync(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(FrameOpcode opcode, ReadOnlyMemory<byte> payload, bool final = true) =>
        SendRawAsync(Encode(opcode, payload.Span, final));

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> bytes)
    {
        await writing.WaitAsync();
        try
        {
            await stream.WriteAsync(bytes);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The next message, or the close.</summary>
    public async Task<Received> NextAsync() => await inbox.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A message that has come already.</summary>
    public bool TryNext(out Received received) => inbox.Reader.TryRead(out received!);

    /// <summary>On return everything sent before was worked through, and everything it caused here has arrived.</summary>
    public async Task RoundTripAsync()
    {
        await SendAsync(FrameOpcode.Ping, "sync"u8.ToArray());
        await pongs.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    /// <summary>The same, unless the connection ends meanwhile.</summary>
    public async Task TryRoundTripAsync()
    {
        try
        {
            await RoundTripAsync();
        }
        catch (Exception over) when (over is IOException or ChannelClosedException or ObjectDisposedException)
        {
            IsOpen = false;
        }
    }

    /// <summary>Cuts the connection with a reset.</summary>
    public void Drop()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public Task CloseAsync(int code = 1000)
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return SendAsync(FrameOpcode.Close, payload);
    }

    public async ValueTask DisposeAsync() => await stream.DisposeAsync();

    /// <summary>A client's frame, masked.</summary>
    public static byte[] Encode(FrameOpcode opcode, ReadOnlySpan<byte> payload, bool final = true, long? claimedLength = null)
    {
        var length = claimedLength ?? payload.Length;
        var header = length < 126 ? 2 : length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[header + 4 + payload.Length];
        frame[0] = (byte)((final ? 0x80 : 0) | (byte)opcode);
        frame[1] = (byte)(0x80 | (length < 126 ? (byte)length : header == 4 ? 126 : 127));
        if (header == 4) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
        if (header == 10) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), length);
        var mask = frame.AsSpan(header, 4);
        RandomNumberGenerator.Fill(mask);
        for (var i = 0; i < payload.Length; i++) frame[header + 4 + i] = (byte)(payload[i] ^ mask[i & 3]);
        return frame;
    }

    private async Task<string> ReadHeadAsync()
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 16_384 && !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0) break;
            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var start = await ReadAsync(2);
                var opcode = (FrameOpcode)(start[0] & 0x0F);
                var length = start[1] & 0x7F;
                if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
                else if (length == 127) length = (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8));
                await TakeAsync(opcode, await ReadAsync(length));
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or SocketException)
        {
            IsOpen = false;
            inbox.Writer.TryWrite(new Received.End());
            inbox.Writer.TryComplete();
            pongs.Writer.TryComplete();
        }
    }

    private async Task TakeAsync(FrameOpcode opcode, byte[] payload)
    {
        switch (opcode)
        {
            case FrameOpcode.Ping:
                Interlocked.Increment(ref pings);
                if (AnswersPings) await SendAsync(FrameOpcode.Pong, payload);
                break;
            case FrameOpcode.Pong:
                pongs.Writer.TryWrite(payload);
                break;
            case FrameOpcode.Close:
                IsOpen = false;
                var code = payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload);
                inbox.Writer.TryWrite(new Received.Close(code, payload.Length < 2 ? "" : Encoding.UTF8.GetString(payload[2..])));
                await SendAsync(FrameOpcode.Close, payload);
                pongs.Writer.TryComplete();
                break;
            default:
                inbox.Writer.TryWrite(new Received.Message(Encoding.UTF8.GetString(payload), opcode == FrameOpcode.Binary));
                break;
        }
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
