using System.Buffers.Binary;
using System.Net.Sockets;
using Parley.Core.Messages;
using Parley.Tests.WebSockets.Frames;
using Parley.Tests.WebSockets.Transport;

namespace Parley.Tests.WebSockets.Autobahn;

/// <summary>The server's <c>/echo</c> on real sockets, asked what the Autobahn suite asks.</summary>
public sealed class AutobahnTests(AutobahnTests.Server server) : IClassFixture<AutobahnTests.Server>
{
    public static TheoryData<string> Numbers => [.. AutobahnCases.All.Select(c => c.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public Task Case(string number) => TcpHost.OnItsOwnThread(() => Check(AutobahnCases.All.Single(c => c.Number == number)));

    private void Check(AutobahnCase asked)
    {
        using var client = Connect();
        var sending = TcpHost.OnItsOwnThread(() => Send(client, asked));
        var (echoed, pongs, code) = Receive(client);
        sending.GetAwaiter().GetResult();

        echoed.Select(m => m.Opcode).ShouldBe(asked.Echoed.Select(m => m.Opcode));
        // Not by ShouldBe, which would show megabytes.
        echoed.Zip(asked.Echoed, (got, sent) => got.Payload.AsSpan().SequenceEqual(sent.Payload)).ShouldAllBe(same => same);
        pongs.ShouldBe(asked.Pongs);
        asked.Closes.ShouldContain(code);
    }

    private NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Url.Host, server.Url.Port);
        var client = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 60_000 };
        client.Write(TcpHost.Upgrade("/echo"));
        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
        return client;
    }

    private static void Send(NetworkStream client, AutobahnCase asked)
    {
        try
        {
            foreach (var piece in asked.Sent) client.Write(piece);
            if (asked.ClientCloses) client.Write(ClientFrame.Close(1000));
        }
        catch (IOException)
        {
            // Closed by the server in the midst of it: what it said first is looked at.
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    private static (List<(FrameOpcode Opcode, byte[] Payload)> Echoed, List<byte[]> Pongs, int Code) Receive(NetworkStream client)
    {
        var (echoed, pongs, code) = (new List<(FrameOpcode, byte[])>(), new List<byte[]>(), -1);
        while (TryRead(client, out var opcode, out var payload))
        {
            code.ShouldBe(-1, "nothing follows a close frame");
            if (opcode == FrameOpcode.Pong)
            {
                pongs.Add(payload);
            }
            else if (opcode == FrameOpcode.Close)
            {
                code = payload.Length == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload);
                // What fails a connection waits a moment for the client to see why.
                client.Socket.Shutdown(SocketShutdown.Send);
            }
            else if (opcode != FrameOpcode.Ping)
            {
                echoed.Add((opcode, payload));
            }
        }

        return (echoed, pongs, code);
    }

    private static bool TryRead(Stream client, out FrameOpcode opcode, out byte[] payload)
    {
        var header = new byte[10];
        (opcode, payload) = (default, []);
        try
        {
            if (client.ReadAtLeast(header.AsSpan(0, 2), 2, throwOnEndOfStream: false) < 2) return false;
        }
        catch (IOException)
        {
            // Reset, where the server has closed and something came after that.
            return false;
        }

        // Whole frames, unmasked, without extensions.
        (header[0] & 0xF0).ShouldBe(0x80);
        header[1].ShouldBeLessThan((byte)0x80);
        var more = header[1] switch { 126 => 2, 127 => 8, _ => 0 };
        client.ReadExactly(header, 2, more);
        payload = new byte[more switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)),
            8 => (int)BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(2)),
            _ => header[1],
        }];
        client.ReadExactly(payload);
        opcode = (FrameOpcode)(header[0] & 0x0F);
        return true;
    }

    /// <summary>One for all cases.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private ParleyHost? host;

        public Uri Url => host!.Url;

        public async ValueTask InitializeAsync() => host = await ParleyHost.StartAsync();

        public async ValueTask DisposeAsync()
        {
            if (host is not null) await host.DisposeAsync();
        }
    }
}
