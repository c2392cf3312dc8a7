using System.Text;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>Packets of Engine.IO and Socket.IO that no decent client sends, the same ones for the same number.</summary>
internal static class HostilePackets
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("[", 5000));

    private static readonly string[] Events =
    [
        "user:match", "user:match:cancel", "leave-room", "webrtc:offer", "webrtc:answer", "webrtc:ice-candidate",
        "webrtc:call-end", "chat:message", "chat:message:delivered", "get:stats", "__proto__", "constructor",
    ];

    private static readonly string[] Arguments =
    [
        "", ",{}", ",null", ",[]", ",7", ",\"\"", """,{"offer":{},"type":"video"}""", """,{"answer":{}}""",
        """,{"candidate":null}""", """,{"type":"text","content":"x"}""", """,{"type":"voice","content":{"duration":1e999}}""",
        """,{"messageId":"\ud800"}""",
    ];

    /// <summary>Text, as a POST has it; a WebSocket's text message too.</summary>
    public static string Text(int number)
    {
        var random = new Random(number);
        return (number % 20) switch
        {
            0 => "",
            1 => "9",
            2 => "2",
            3 => "0{}",
            4 => "3",
            5 => "6",
            6 => "b!",
            7 => "bAQID",
            8 => "4" + Deep,
            9 => "42[\"disconnect\"]",
            10 => $"40/nowhere{random.Next()},",
            11 => "40{\"token\":\"x\",\"pid\":\"x\",\"offset\":\"x\"}",
            12 => $"45{random.Next(1, 100_000)}-[\"a\",{{\"_placeholder\":true,\"num\":0}}]",
            13 => "452-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
            14 => $"43{random.Next(0, 100)}[]",
            15 => "41",
            16 => "44{\"message\":\"only servers refuse\"}",
            _ => $"42[\"{Events[random.Next(Events.Length)]}\"{Arguments[random.Next(Arguments.Length)]}]",
        };
    }

    /// <summary>A frame of a WebSocket.</summary>
    public static byte[] Frame(int number)
    {
        var random = new Random(number);
        return (number % 9) switch
        {
            0 => TestSocket.Encode(FrameOpcode.Binary, Bytes(random, random.Next(0, 300))),
            1 => TestSocket.Encode(FrameOpcode.Text, [0xC3, 0x28]),
            2 => TestSocket.Encode(FrameOpcode.Text, Bytes(random, 20), claimedLength: 100L * 1024 * 1024),
            3 => Bytes(random, random.Next(1, 100)),
            _ => TestSocket.Encode(FrameOpcode.Text, Encoding.UTF8.GetBytes(Text(number / 9))),
        };
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
