using System.Text.Json;
using Parley.Core.Turn;

namespace Parley.Protocols;

/// <summary>ICE servers on the wire: a list of <c>RTCIceServer</c>.</summary>
internal static class IceServersJson
{
    public static void WriteIceServers(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<IceServer> servers)
    {
        json.WriteStartArray(name);
        foreach (var server in servers)
        {
            json.WriteStartObject();
            json.WriteStartArray("urls"u8);
            foreach (var url in server.Urls) json.WriteStringValue(url);
            json.WriteEndArray();
            if (server.Username is { } username) json.WriteString("username"u8, username);
            if (server.Credential is { } credential) json.WriteString("credential"u8, credential);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
