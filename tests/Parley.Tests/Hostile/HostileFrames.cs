using System.Text;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>Frames that no decent client sends, the same ones for the same number.</summary>
internal static class HostileFrames
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("[", 5000));

    /// <summary>A frame, and whether the connection survives it.</summary>
    public static (byte[] Frame, bool Survives) Make(int number)
    {
        var random = new Random(number);
        return (number % 16) switch
        {
            0 => (Text("{"), true),
            1 => (Text("null"), true),
            2 => (Text($$"""{"type":"{{new string('x', random.Next(1, 4000))}}"}"""), true),
            3 => (Text(Deep), true),
            4 => (Text("""{"type":"offer","payload":{"sdp":{},"connection_id":[]},"receiver":{}}"""), true),
            5 => (Text("""{"type":"register","payload":{"user_id":"\u0000\r\nforged log line"}}"""), true),
            6 => (TestSocket.Encode(FrameOpcode.Binary, Random(random, random.Next(1, 2000))), true),
            7 => (Text("""{"type":"offer","payload":{"sdp":"\ud800","connection_id":"c"},"receiver":"nobody"}"""), true),
            8 => (TestSocket.Encode(FrameOpcode.Ping, Random(random, random.Next(0, 125))), true),
            9 => (TestSocket.Encode(FrameOpcode.Text, []), true),
            10 => (TestSocket.Encode(FrameOpcode.Text, [0xC3, 0x28]), false),
            11 => (TestSocket.Encode((FrameOpcode)random.Next(3, 8), []), false),
            12 => (TestSocket.Encode(FrameOpcode.Continuation, [1]), false),
            13 => (TestSocket.Encode(FrameOpcode.Text, Random(random, 20), claimedLength: 100L * 1024 * 1024), false),
            14 => (TestSocket.Encode(FrameOpcode.Close, [0x03]), false),
            _ => (Random(random, random.Next(1, 200)), false),
        };
    }

    private static byte[] Text(string text) => TestSocket.Encode(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
