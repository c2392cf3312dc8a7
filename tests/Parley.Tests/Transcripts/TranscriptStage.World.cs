using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Transcripts;

/// <summary>People of the workspace <c>acme</c> who come into a world.</summary>
internal sealed partial class TranscriptStage
{
    /// <summary><c>null</c> when the line is none of those.</summary>
    private Task? PlayWorldAsync(string line) => EnterWorld().Match(line) is { Success: true } entering
        ? EnterAsync(entering.Groups[1].Value, entering.Groups[2].Value, entering.Groups[3].Value)
        : null;

    /// <summary>The token that each was sent to the media server with.</summary>
    private readonly Dictionary<TestSocket, string> promotions = [];

    private void RememberPromotion(TestSocket socket, Received received)
    {
        if (received is Received.Message { Text: var text } && text.StartsWith("{\"type\":\"PROMOTE_TO_SFU\"", StringComparison.Ordinal))
            promotions[socket] = JsonElement.Parse(text).GetProperty("payload").GetProperty("sfu_token").GetString()!;
    }

    private async Task EnterAsync(string name, string world, string role)
    {
        var socket = await TestSocket.ConnectAsync(NextNode().Url, "/world");
        actors.Add(name, socket);
        var token = host.WorkspaceToken(name, "acme", role.Length == 0 ? "Member" : role);
        await SayAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{token}}}","client_version":"1.0.0"},"protocol_version":1}""");
        Check(await socket.NextAsync(), """{"type":"CONNECTED","payload":"<any>","protocol_version":1}""");
        await SayAsync($$$"""{"type":"JOIN_WORLD","payload":{"world_id":"{{{world}}}"},"protocol_version":1}""");
        Check(await socket.NextAsync(), """{"type":"WORLD_STATE","payload":"<any>","protocol_version":1}""");
        if (others.Length > 0) await ArriveAsync();
        foreach (var other in actors.Values.Where(a => a != socket && a.IsOpen))
        {
            await other.RoundTripAsync();
            while (other.TryNext(out _))
            {
                // That somebody came is not what the transcript is about.
            }
        }

        ValueTask SayAsync(string text) => new(socket.SendAsync(FrameOpcode.Text, Encoding.UTF8.GetBytes(text)));
    }

    [GeneratedRegex(@"^(\w+) = world (\w+)(?: as (\w+))?$")]
    private static partial Regex EnterWorld();
}
