using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Autobahn;

/// <summary>What a client sends, and what an echo server that keeps to RFC 6455 answers.</summary>
/// <param name="Number">As in the Autobahn suite's list.</param>
/// <param name="Sent">Pieces that are written one by one.</param>
internal sealed record AutobahnCase(string Number, params byte[][] Sent)
{
    /// <summary>Messages that come back.</summary>
    public List<(FrameOpcode Opcode, byte[] Payload)> Echoed { get; } = [];

    /// <summary>Payloads of pongs that come back.</summary>
    public List<byte[]> Pongs { get; } = [];

    /// <summary>With which code the server closes; one of them will do. 0 is a close frame without a code.</summary>
    public int[] Closes { get; init; } = [1000];

    /// <summary>Whether the client closes after what it has sent, with 1000.</summary>
    public bool ClientCloses { get; init; } = true;

    /// <summary>The same pieces, cut into smaller ones.</summary>
    public AutobahnCase Chopped(int size) =>
        this with { Sent = [.. Sent.SelectMany(piece => piece.Chunk(size))] };

    /// <summary>The server closes by itself.</summary>
    public AutobahnCase Fails(int code) => this with { Closes = [code], ClientCloses = false };

    public AutobahnCase Echoes(string text) => Echoes(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));

    public AutobahnCase Echoes(FrameOpcode opcode, byte[] payload)
    {
        Echoed.Add((opcode, payload));
        return this;
    }

    public AutobahnCase Answers(params string[] pongs) => Answers([.. pongs.Select(Encoding.Latin1.GetBytes)]);

    public AutobahnCase Answers(params byte[][] pongs)
    {
        Pongs.AddRange(pongs);
        return this;
    }

    public override string ToString() => Number;
}
