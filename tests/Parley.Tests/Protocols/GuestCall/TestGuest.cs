using System.Text;
using Parley.Core.Messages;
using Parley.Protocols.GuestCall;
using Parley.Tests.Core;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>A guest with one connection at a time. Says what it was told as <c>name {json}</c>.</summary>
internal sealed class TestGuest(LobbyBench bench, string name)
{
    private RecordingPeer peer = new(name);
    private GuestSession? session;
    private int connections;

    public Guest Guest { get; } = new($"guest_{name}", name, Guid.NewGuid(), "Rome", null, "it");

    public string Id => Guest.UserId;

    public IReadOnlyList<CloseCode> Closes => peer.Closes;

    /// <summary>Connects with a new page, or as the client that was cut off.</summary>
    public void Connect(bool recovered = false)
    {
        if (!recovered) connections++;
        peer = new RecordingPeer(name);
        session = bench.Protocol.NewSession(peer, Guest, $"{name}-{connections}");
        session.Begin(recovered);
    }

    /// <summary>The connection is gone, and the server knows.</summary>
    public void Drop() => session!.Ended();

    /// <summary>Connects a second time while the first connection is still there, whose session is returned.</summary>
    public (GuestSession Older, RecordingPeer OlderPeer) ConnectAgain()
    {
        var older = (session!, peer);
        Connect();
        return older;
    }

    public void Emit(string name, string json = "") => session!.Receive(name, Encoding.UTF8.GetBytes(json));

    /// <summary>The client has all messages that it was told.</summary>
    public void Acknowledge(IEnumerable<string> messageIds)
    {
        foreach (var id in messageIds) session!.Received(id);
    }

    /// <summary>The ids of messages whose receipt it was asked for, or that it was told.</summary>
    public IReadOnlyList<string> AskedFor() =>
    [
        .. peer.Received.OfType<ReceiptsWanted>().SelectMany(w => w.MessageIds),
        .. peer.Received.OfType<ChatDelivery>().Select(c => c.MessageId),
    ];

    /// <summary>What it was told since the last call, statistics left out.</summary>
    public IReadOnlyList<string> Take() =>
        [.. peer.Take().OfType<GuestEvent>().Where(e => e.Name != "realtime:stats").Select(Text)];

    /// <summary>The same, without the arguments.</summary>
    public IReadOnlyList<string> TakeNames() => [.. Take().Select(t => t.Split(' ')[0])];

    /// <summary>How many times it was told the statistics since the last call.</summary>
    public int TakeStats() => peer.Take().OfType<GuestEvent>().Count(e => e.Name == "realtime:stats");

    /// <summary>The argument of the only event it was told.</summary>
    public string TakeOnly(string name)
    {
        var told = Take().ShouldHaveSingleItem();
        told.ShouldStartWith(name + " ");
        return told[(name.Length + 1)..];
    }

    public override string ToString() => name;

    private static string Text(GuestEvent told) => $"{told.Name} {Encoding.UTF8.GetString(told.Argument.Span)}";
}
