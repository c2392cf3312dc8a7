using System.Text;
using Parley.Bench.Load;

namespace Parley.Bench.Peers;

/// <summary>What the bench sends to Parley: docs/protocols/direct.md and docs/protocols/chatroom.md.</summary>
internal static class ParleyMessages
{
    private const string Timestamp = "2026-01-01T00:00:00.000Z";

    internal static byte[] Register(string id) => Encoding.UTF8.GetBytes(
        $$$"""
        {"type":"register","payload":{"user_id":"{{{id}}}","device_info":{"type":"bench","version":"1"}},
        "timestamp":"{{{Timestamp}}}"}
        """);

    /// <summary><c>direct</c>: a candidate for another user.</summary>
    internal static Message Candidate(string from, string to, int size) => new(
        size,
        "{\"type\":\"ice_candidate\",\"payload\":{\"connection_id\":\"c1\",\"candidate\":\"",
        $$"""
        "},"timestamp":"{{Timestamp}}","sender":"{{from}}","receiver":"{{to}}"}
        """);

    /// <summary><c>chatroom</c>: a candidate for everybody else in the room, in the flat shape.</summary>
    internal static Message Signal(int size) => new(size, "{\"type\":\"ice-candidate\",\"candidate\":\"", "\"}");
}
