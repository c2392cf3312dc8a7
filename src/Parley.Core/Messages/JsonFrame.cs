using System.Buffers;
using System.Text.Json;

namespace Parley.Core.Messages;

/// <summary>Builds a frame from JSON in buffers that each thread keeps, so that encoding allocates only the frame.</summary>
public static class JsonFrame
{
    private const int KeepAtMost = 64 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // Frames are JSON for programs, never put into a page as markup; so only what JSON itself asks for is escaped.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // The writers in this code base are tested by their transcripts; checking each call again would cost the hot path.
        SkipValidation = true,
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>A frame with what <paramref name="write"/> writes. Not for use inside another <c>Build</c>.</summary>
    public static Frame Build<TState>(FrameOpcode opcode, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var json = Rent();
        write(json, state);
        json.Flush();
        var frame = Frame.Of(opcode, buffer!.WrittenSpan);
        Return();
        return frame;
    }

    private static Utf8JsonWriter Rent()
    {
        buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        writer ??= new Utf8JsonWriter(buffer, Options);
        writer.Reset(buffer);
        return writer;
    }

    private static void Return()
    {
        if (buffer!.Capacity > KeepAtMost) (buffer, writer) = (null, null);
    }
}
