using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Parley.Browser.Networks;

/// <summary>Connects from this process with what listens in a <see cref="NetworkNamespace"/>.</summary>
internal static class NamespaceSockets
{
    private const int NetworkKind = 0x40000000; // CLONE_NEWNET

    /// <summary>
    /// A socket belongs to the network of the thread that made it, for good. So a thread goes there, makes one, and ends:
    /// nobody else's sockets are made there.
    /// </summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static Task<Socket> ConnectAsync(NetworkNamespace network, IPEndPoint address)
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var socket = default(Socket);
            try
            {
                using (var entrance = File.OpenHandle(network.Path))
                {
                    if (EnterNamespace((int)entrance.DangerousGetHandle(), NetworkKind) != 0)
                        throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Connect(address);
                made.SetResult(socket);
            }
            catch (Exception failed)
            {
                socket?.Dispose();
                made.SetException(failed);
            }
        }).Start();
        return made.Task;
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int EnterNamespace(int descriptor, int kind);
}
