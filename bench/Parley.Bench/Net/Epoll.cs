using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parley.Bench.Net;

/// <summary>A level-triggered epoll set for reading. Each descriptor is known by a key of the caller's.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int Add = 1; // EPOLL_CTL_ADD
    private const uint Readable = 1; // EPOLLIN
    private const int Capacity = 512;

    // struct epoll_event is packed on x86-64 and nowhere else.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int epoll;
    private readonly byte* events;

    internal Epoll()
    {
        epoll = Tcp.Checked(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
        events = (byte*)NativeMemory.AllocZeroed((nuint)(Capacity * Size));
    }

    /// <summary>Watches a descriptor. Closing it takes it out again.</summary>
    internal void Watch(int fd, int key)
    {
        var interest = stackalloc byte[16];
        Unsafe.WriteUnaligned(interest, Readable);
        Unsafe.WriteUnaligned(interest + Size - 8, (long)key);
        Tcp.Checked(Libc.EpollControl(epoll, Add, fd, interest), "epoll_ctl");
    }

    /// <summary>Waits for readable descriptors, at most <paramref name="milliseconds"/> (0: doesn't wait).</summary>
    /// <returns>How many there are; ask <see cref="Key"/> for each.</returns>
    internal int Wait(int milliseconds)
    {
        var count = Libc.EpollWait(epoll, events, Capacity, milliseconds);
        if (count < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
            return 0;
        return Tcp.Checked(count, "epoll_wait");
    }

    internal int Key(int index) => (int)Unsafe.ReadUnaligned<long>(events + (index + 1) * Size - 8);

    public void Dispose()
    {
        _ = Libc.Close(epoll);
        NativeMemory.Free(events);
    }
}
