using System.Runtime.InteropServices;

namespace Parley.Bench.Net;

/// <summary>The system calls the bench makes, by their names in the manual (section 2).</summary>
internal static unsafe partial class Libc
{
    internal const int Inet = 2; // AF_INET
    internal const int Stream = 1; // SOCK_STREAM
    internal const int CloseOnExec = 0x80000; // SOCK_CLOEXEC, EPOLL_CLOEXEC
    internal const int NonBlocking = 0x800; // SOCK_NONBLOCK
    internal const int DontWait = 0x40; // MSG_DONTWAIT
    internal const int NoSignal = 0x4000; // MSG_NOSIGNAL
    internal const int Interrupted = 4; // EINTR
    internal const int TryAgain = 11; // EAGAIN

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int fd, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int fd, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int fd, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int fd, int backlog);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(int fd, byte* address, uint* length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int fd, byte* interest);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epoll, byte* events, int capacity, int timeout);
}
