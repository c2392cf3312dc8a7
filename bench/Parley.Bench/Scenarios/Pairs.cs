using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Peers;

namespace Parley.Bench.Scenarios;

/// <summary>The clients of the relay scenarios: each has one partner.</summary>
internal static class Pairs
{
    internal const int Count = 100;

    /// <summary>Connects them, checks that each reaches its partner, and returns each one's message.</summary>
    internal static IReadOnlyList<Message> Connect(EventLoop loop, Peer peer, int size)
    {
        var clients = Enumerable.Range(0, 2 * Count).ToArray();
        Connector.Open(loop, [.. clients.Select(i => peer.Pair(Id(i), Id(i ^ 1)))]);
        var messages = clients.Select(i => peer.PairMessage(Id(i), Id(i ^ 1), size)).ToArray();
        Roster.Check(loop, messages, 1);
        return messages;
    }

    // All of one length, so that all messages have the same filler.
    private static string Id(int key) =>
        (key % 2 == 0 ? "a" : "b") + (key / 2).ToString("000", CultureInfo.InvariantCulture);
}
