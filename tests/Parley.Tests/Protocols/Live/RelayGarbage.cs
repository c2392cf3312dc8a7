using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Protocols.Direct;
using Parley.Protocols.Live;

namespace Parley.Tests.Protocols.Live;

/// <summary>A call's signals leave about as little garbage by <c>live</c> as by <c>direct</c>.</summary>
public sealed class RelayGarbage
{
    private const int Messages = 1000;

    /// <summary>A command that says more, and arrays rounded up: not a string, not a copy.</summary>
    private const int Slack = 64;

    private static readonly string Candidate = "candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host " + new string('x', 100);

    [Fact]
    public async Task A_candidate_by_p2p_allocates_nothing_that_it_does_not_by_direct()
    {
        await using var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:Limits:Burst"] = "1000000",
            ["Parley:Limits:MessagesPerSecond"] = "1000000",
        });

        var direct = Measure(
            connection => host.Services.GetRequiredService<DirectProtocol>().NewSession(connection, identity: null),
            user => $$$"""{"type":"register","payload":{"user_id":"{{{user}}}","device_info":{"type":"t","version":"1"}},"timestamp":"2026-01-01T00:00:00.000Z"}""",
            $$$"""{"type":"ice_candidate","payload":{"connection_id":"c1","candidate":"{{{Candidate}}}"},"timestamp":"2026-01-01T00:00:00.000Z","sender":"alice","receiver":"bob"}""");
        var live = Measure(
            connection => host.Services.GetRequiredService<LiveProtocol>().NewSession(connection, identity: null, LiveScope.Plain, profile: null),
            user => LiveSay.Frame("join", "JOIN", "p2p", LiveSay.Session(user), "call", $",\"ve\":true,\"ae\":true,\"eg\":\"b\",\"op\":{{\"roomCreating\":{(user == "alice" ? "true" : "false")}}}"),
            LiveSay.Frame("iceCandidate", "ICE", "p2p", LiveSay.Session("alice"), "call", $",\"sdp\":\"{Candidate}\""));

        // What is handed on is in it: by live more of the signal, as the sender's session goes along.
        TestContext.Current.TestOutputHelper?.WriteLine($"direct: {direct}; live: {live}");
        (live.Garbage - live.Sent).ShouldBeLessThanOrEqualTo(direct.Garbage - direct.Sent + Slack);
    }

    /// <summary>Bytes a message: allocated where it is received, and sent.</summary>
    private static (long Garbage, long Sent) Measure(Func<IConnection, IMessageHandler> open, Func<string, string> enter, string message)
    {
        var bob = new Sink();
        var receiver = open(bob);
        var sender = open(new Sink());
        sender.Receive(Encoding.UTF8.GetBytes(enter("alice")), binary: false);
        receiver.Receive(Encoding.UTF8.GetBytes(enter("bob")), binary: false);
        var frame = Encoding.UTF8.GetBytes(message);
        for (var i = 0; i < Messages; i++) sender.Receive(frame, binary: false);

        var (frames, sent) = (bob.Frames, bob.Bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Messages; i++) sender.Receive(frame, binary: false);
        var garbage = GC.GetAllocatedBytesForCurrentThread() - before;
        (bob.Frames - frames).ShouldBe(Messages);
        return (garbage / Messages, (bob.Bytes - sent) / Messages);
    }

    /// <summary>Takes everything.</summary>
    private sealed class Sink : IConnection
    {
        public int Frames { get; private set; }

        public long Bytes { get; private set; }

        public bool LatestWaits => false;

        public bool TrySend(in Frame frame)
        {
            Frames++;
            Bytes += frame.Length;
            return true;
        }

        public bool TrySendLatest(byte[] buffer, int length) => true;

        public bool DropLatest() => true;

        public void HandOver(IMessageHandler next) => throw new InvalidOperationException();

        public void Close(CloseCode code, string reason) => throw new InvalidOperationException($"{code}: {reason}");

        public void Abort() => throw new InvalidOperationException();
    }
}
