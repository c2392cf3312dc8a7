using System.Buffers.Binary;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Core.Sessions;

/// <summary>Frames as tests write and read them.</summary>
internal static class TestFrames
{
    public static Frame Text(string text) => Frame.Of(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>The payload of a small frame (under 126 bytes).</summary>
    public static string TextOf(byte[] frame) => Encoding.UTF8.GetString(frame.AsSpan(2));

    /// <summary>The code of a close frame; fails when it is another kind of frame.</summary>
    public static int CloseCodeOf(byte[] frame)
    {
        frame[0].ShouldBe((byte)0x88);
        return BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(2));
    }
}
