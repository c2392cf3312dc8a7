namespace Parley.WebSockets.Transport;

/// <summary>
/// A buffer that each thread has one of, for a read that is worked through before the next one: it is in the processor's
/// cache, and an idle connection holds nothing.
/// </summary>
internal static class ReadBuffer
{
    /// <summary>A read takes no more; what is left comes with the next.</summary>
    private const int Size = 64 * 1024;

    [ThreadStatic]
    private static byte[]? idle;

    /// <summary>Taken, not shared: what is read may lead to another connection's read on this very stack.</summary>
    public static byte[] Take()
    {
        var buffer = idle ?? GC.AllocateUninitializedArray<byte>(Size);
        idle = null;
        return buffer;
    }

    public static void GiveBack(byte[] buffer) => idle = buffer;
}
