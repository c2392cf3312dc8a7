using System.Runtime.InteropServices;
using System.Text;
using Parley.Bench.Net;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Load;

/// <summary>One connection to the server under load.</summary>
internal sealed unsafe class Client(int key, int fd, ClientPlan plan) : IDisposable
{
    private int step = -1;
    private byte[] carry = [];
    private int carried;

    /// <summary>Counts from 0 in the order of connecting.</summary>
    internal int Key => key;

    internal int Fd => fd;

    internal bool Registered => step == plan.Steps.Length;

    internal void Send(byte[] frame) => Send(frame, frame.Length);

    /// <summary>Sends the first bytes of an array that holds several frames.</summary>
    internal void Send(byte[] frames, int length)
    {
        fixed (byte* start = frames)
        {
            // Scenarios bound what is in flight far below a socket's buffer, so a short write is a server that hangs.
            if (Libc.Send(fd, start, (nuint)length, Libc.DontWait | Libc.NoSignal) != length)
                throw new BenchException($"a client could not send: {Tcp.LastError}");
        }
    }

    internal void SendUpgrade() => Send(plan.Request);

    /// <summary>Reads once and hands on whatever is whole.</summary>
    /// <param name="buffer">Scratch space, shared by all clients: a client between frames holds no buffer.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="events">Who hears of it.</param>
    internal void Receive(byte* buffer, int size, IClientEvents events)
    {
        carry.AsSpan(0, carried).CopyTo(new Span<byte>(buffer, size));
        var count = (int)Libc.Receive(fd, buffer + carried, (nuint)(size - carried), Libc.DontWait);
        if (count <= 0)
        {
            if (count < 0 && Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted)
                return;
            throw new BenchException("the server dropped a connection");
        }
        var received = new Span<byte>(buffer, carried + count);
        if (step < 0)
            received = received[ReadUpgrade(received, events)..];
        Keep(step < 0 ? received : ReadFrames(received, events));
        events.OnRead(this);
    }

    public void Dispose() => _ = Libc.Close(fd);

    private int ReadUpgrade(ReadOnlySpan<byte> received, IClientEvents events)
    {
        var length = Upgrade.Response(received);
        if (length > 0)
            Advance(events);
        return length;
    }

    private Span<byte> ReadFrames(Span<byte> received, IClientEvents events)
    {
        var scanner = new FrameScanner(received);
        while (scanner.MoveNext())
        {
            if (scanner.Opcode is Opcode.Text or Opcode.Binary)
                OnData(scanner.Payload, events);
            else if (scanner.Opcode == Opcode.Ping)
                Send(FrameWriter.Client(Opcode.Pong, scanner.Payload));
            else if (scanner.Opcode == Opcode.Close)
                throw new BenchException($"the server closed a connection: {Describe(scanner.Payload)}");
        }
        return scanner.Rest;
    }

    private void OnData(ReadOnlySpan<byte> payload, IClientEvents events)
    {
        if (plan.KeepAlive is { } alive && payload.SequenceEqual(alive.Ping))
            Send(alive.Pong);
        else if (Registered)
            events.OnMessage(this, payload);
        else if (payload.IndexOf(plan.Steps[step].Expect) >= 0)
            Advance(events);
        else
            throw new BenchException(
                $"registration expected «{Encoding.UTF8.GetString(plan.Steps[step].Expect)}», got: {Text(payload)}");
    }

    private void Advance(IClientEvents events)
    {
        step++;
        if (Registered)
            events.OnRegistered(this);
        else if (plan.Steps[step].Send is { } frame)
            Send(frame);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (carry.Length < rest.Length)
            carry = new byte[Math.Max(rest.Length, 4096)];
        rest.CopyTo(carry);
        carried = rest.Length;
    }

    private static string Describe(ReadOnlySpan<byte> close) =>
        close.Length < 2 ? "no code" : $"{close[0] << 8 | close[1]} {Encoding.UTF8.GetString(close[2..])}";

    internal static string Text(ReadOnlySpan<byte> payload) =>
        Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, 300)]);
}
