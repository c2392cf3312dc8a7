using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Parley.Bench.Net;

/// <summary>TCP sockets on 127.0.0.1, as bare descriptors.</summary>
internal static unsafe class Tcp
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReuseAddress = 2; // SO_REUSEADDR
    private const int Linger = 13; // SO_LINGER
    private const int SendTimeout = 21; // SO_SNDTIMEO, which bounds connect() too
    private const int TcpLevel = 6; // IPPROTO_TCP
    private const int NoDelay = 1; // TCP_NODELAY
    private const uint AddressLength = 16; // sizeof(struct sockaddr_in)

    /// <summary>
    /// Connects and returns the descriptor. Blocks, but on loopback only for the handshake, which the kernel
    /// completes by itself while the listener's backlog has room; 2 s at most.
    /// </summary>
    internal static int Connect(int port)
    {
        var fd = Checked(Libc.Socket(Libc.Inet, Libc.Stream | Libc.CloseOnExec, 0), "socket");
        var timeout = stackalloc long[2] { 2, 0 };
        Checked(Libc.SetOption(fd, SocketLevel, SendTimeout, timeout, 16), "setsockopt");
        SetNoDelay(fd);
        // Closing resets the connection: no TIME_WAIT, so thousands of connects don't use up the local ports.
        var linger = stackalloc int[2] { 1, 0 };
        Checked(Libc.SetOption(fd, SocketLevel, Linger, linger, 8), "setsockopt");
        var address = stackalloc byte[(int)AddressLength];
        Loopback(address, port);
        Checked(Libc.Connect(fd, address, AddressLength), "connect");
        return fd;
    }

    /// <summary>Listens; the descriptor does not block.</summary>
    internal static int Listen(int port)
    {
        var fd = Checked(Libc.Socket(Libc.Inet, Libc.Stream | Libc.CloseOnExec | Libc.NonBlocking, 0), "socket");
        var on = 1;
        Checked(Libc.SetOption(fd, SocketLevel, ReuseAddress, &on, 4), "setsockopt");
        var address = stackalloc byte[(int)AddressLength];
        Loopback(address, port);
        Checked(Libc.Bind(fd, address, AddressLength), "bind");
        Checked(Libc.Listen(fd, 4096), "listen");
        return fd;
    }

    /// <summary>Takes one waiting connection, or returns -1 when there is none.</summary>
    internal static int Accept(int listener)
    {
        var fd = Libc.Accept(listener, null, null, Libc.CloseOnExec);
        if (fd < 0)
            return Marshal.GetLastPInvokeError() == Libc.TryAgain ? -1 : Checked(fd, "accept4");
        SetNoDelay(fd);
        return fd;
    }

    /// <summary>A port that nothing listens on now.</summary>
    internal static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>The last system call's error, in words.</summary>
    internal static string LastError => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    internal static int Checked(int result, string call) =>
        result >= 0 ? result : throw new BenchException($"{call} failed: {LastError}");

    private static void SetNoDelay(int fd)
    {
        var on = 1;
        Checked(Libc.SetOption(fd, TcpLevel, NoDelay, &on, 4), "setsockopt");
    }

    private static void Loopback(byte* address, int port)
    {
        var bytes = new Span<byte>(address, (int)AddressLength);
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)Libc.Inet);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        bytes[4] = 127;
        bytes[7] = 1;
    }
}
