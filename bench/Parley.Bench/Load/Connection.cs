using System.Runtime.InteropServices;
using Parley.Bench.Net;

namespace Parley.Bench.Load;

/// <summary>One TCP connection to the server under load.</summary>
internal sealed unsafe class Connection(int port) : IDisposable
{
    private byte[] carry = [];
    private int carried;

    internal int Fd { get; } = Tcp.Connect(port);

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // Scenarios bound what is in flight far below a socket's buffer, so a short write is a server that hangs.
            if (Libc.Send(Fd, start, (nuint)bytes.Length, Libc.DontWait | Libc.NoSignal) != bytes.Length)
                throw new BenchException($"a client could not send: {Tcp.LastError}");
        }
    }

    /// <summary>Reads once.</summary>
    /// <param name="buffer">Scratch space, shared by all: a connection between messages holds no buffer.</param>
    /// <returns>What was kept and what has come; nothing when nothing has come.</returns>
    internal Span<byte> Receive(Span<byte> buffer)
    {
        carry.AsSpan(0, carried).CopyTo(buffer);
        int count;
        fixed (byte* start = buffer)
            count = (int)Libc.Receive(Fd, start + carried, (nuint)(buffer.Length - carried), Libc.DontWait);
        if (count > 0)
            return buffer[..(carried + count)];
        if (count < 0 && Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted)
            return default;
        throw new BenchException("the server dropped a connection");
    }

    /// <summary>Keeps what was not whole for the next read.</summary>
    internal void Keep(ReadOnlySpan<byte> rest)
    {
        if (carry.Length < rest.Length)
            carry = new byte[Math.Max(rest.Length, 4096)];
        rest.CopyTo(carry);
        carried = rest.Length;
    }

    public void Dispose() => _ = Libc.Close(Fd);
}
