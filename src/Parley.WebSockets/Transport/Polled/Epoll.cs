using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>
/// An epoll set. It is edge-triggered: it tells once that a socket has become readable, then not again before that has
/// changed, or <see cref="Ask"/> is called. See epoll(7). A descriptor leaves it by being closed.
/// </summary>
internal sealed unsafe class Epoll
{
    /// <summary>There is something to read; or a listener has somebody to accept.</summary>
    public const uint Readable = 0x1; // EPOLLIN

    /// <summary>The kernel takes something to send; or never will again.</summary>
    public const uint Writable = 0x4 | Ended; // EPOLLOUT

    /// <summary>Nothing will come any more behind what is still to be read.</summary>
    public const uint Finished = 0x2000 | Ended; // EPOLLRDHUP

    private const uint Ended = 0x8 | 0x10; // EPOLLERR, EPOLLHUP: told of in any case
    private const uint EdgeTriggered = 1u << 31; // EPOLLET
    private const int Add = 1; // EPOLL_CTL_ADD
    private const int Modify = 3; // EPOLL_CTL_MOD

    /// <summary>
    /// What is taken out at a time. What it causes is flushed together: with more, who gets several messages gets them in
    /// fewer sends; with less, those who are ready to go wait less for the others, and both ends work at the same time.
    /// </summary>
    private const int Capacity = 16;

    // struct epoll_event: 32 bits of events and 64 of the caller's; packed on x86-64 and nowhere else.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int epoll;
    private readonly byte* ready = (byte*)NativeMemory.AllocZeroed((nuint)(Capacity * Size));

    /// <exception cref="Win32Exception">The kernel makes no more of them.</exception>
    public Epoll()
    {
        epoll = Libc.EpollCreate(Libc.CloseOnExec);
        if (epoll < 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Takes a descriptor in, to be told of by its key. <c>false</c> when there is no room for it.</summary>
    public bool TryAdd(int descriptor, long key) => Control(Add, descriptor, key, Readable | Finished);

    /// <summary>
    /// Tells again of everything the descriptor is ready for, when it is or as soon as it will be; from now on also when it
    /// can be sent on again. Always of everything: what one thread asks for would end what another has asked for.
    /// </summary>
    public void Ask(int descriptor, long key) => Control(Modify, descriptor, key, Readable | Writable | Finished);

    /// <summary>Waits until something is ready.</summary>
    /// <returns>How much is; ask <see cref="Key"/> and <see cref="Events"/> for each.</returns>
    /// <exception cref="Win32Exception">It can't be waited for any more.</exception>
    public int Wait()
    {
        var count = Libc.EpollWait(epoll, ready, Capacity, -1);
        if (count >= 0) return count;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.Interrupted ? 0 : throw new Win32Exception(error);
    }

    public long Key(int index) => Unsafe.ReadUnaligned<long>(ready + ((index + 1) * Size) - sizeof(long));

    public uint Events(int index) => Unsafe.ReadUnaligned<uint>(ready + (index * Size));

    private bool Control(int operation, int descriptor, long key, uint interest)
    {
        var wanted = stackalloc byte[16];
        Unsafe.WriteUnaligned(wanted, interest | EdgeTriggered);
        Unsafe.WriteUnaligned(wanted + Size - sizeof(long), key);
        return Libc.EpollControl(epoll, operation, descriptor, wanted) == 0;
    }
}
