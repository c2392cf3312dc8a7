using System.Runtime.InteropServices;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>Linux's system calls, by their names in the manual (section 2).</summary>
internal static unsafe partial class Libc
{
    public const int TryAgain = 11; // EAGAIN
    public const int Interrupted = 4; // EINTR
    public const int NoMemory = 12; // ENOMEM
    public const int FullTable = 23; // ENFILE
    public const int FullProcess = 24; // EMFILE
    public const int NoBuffers = 105; // ENOBUFS
    public const int BadDescriptor = 9; // EBADF
    public const int NotListening = 22; // EINVAL

    public const int CloseOnExec = 0x80000; // SOCK_CLOEXEC, EPOLL_CLOEXEC
    public const int NonBlocking = 0x800; // SOCK_NONBLOCK
    public const int NoSignal = 0x4000; // MSG_NOSIGNAL
    public const int ReceivingHalf = 0; // SHUT_RD
    public const int BothHalves = 2; // SHUT_RDWR
    public const int Tcp = 6; // IPPROTO_TCP
    public const int AcknowledgeAtOnce = 12; // TCP_QUICKACK

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int descriptor, int level, int option, int* value, uint length);

    /// <remarks>
    /// Never waits, so the garbage collector may as well be told to: the bookkeeping that lets it go on meanwhile costs more.
    /// Not so where the error counts, which must be read before the collector gets its turn.
    /// </remarks>
    [LibraryImport("libc", EntryPoint = "epoll_ctl"), SuppressGCTransition]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* interest);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int listening, byte* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    public static partial int LocalAddress(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);
}
