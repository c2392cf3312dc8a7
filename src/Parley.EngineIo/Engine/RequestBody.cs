using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Parley.EngineIo.Engine;

/// <summary>The body of a POST in a rented buffer that grows with what has come, never with what was announced.</summary>
internal sealed class RequestBody(int maxLength)
{
    private const int FirstLength = 4096;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int length;

    public Memory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads it to its end. <c>false</c> when it is too long.</summary>
    public async ValueTask<bool> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > maxLength) return false;
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted).ConfigureAwait(false);
            if (read == 0) return true;
            length += read;
            if (length > maxLength) return false;
            if (length == buffer.Length) Grow();
        }
    }

    public void Return() => ArrayPool<byte>.Shared.Return(buffer);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
