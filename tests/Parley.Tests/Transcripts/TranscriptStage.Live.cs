using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Tests.Media;
using Parley.Tests.Protocols.Live;
using Parley.Tests.Wire;

namespace Parley.Tests.Transcripts;

/// <summary>Lines of <c>live</c>: who comes into rooms, and what becomes of media servers.</summary>
internal sealed partial class TranscriptStage
{
    private readonly Dictionary<string, (string Channel, string Rid)> liveRooms = [];

    /// <summary><c>null</c> when the line is none of those.</summary>
    private Task? PlayLiveAsync(string line)
    {
        if (line == "the media server dies") return KillMediaServerAsync();
        if (ConnectLive().Match(line) is { Success: true } connect) return ConnectLiveAsync(connect.Groups[1].Value);
        if (FollowPromotion().Match(line) is { Success: true } follow) return FollowPromotionAsync(follow.Groups[1].Value, follow.Groups[2].Value);
        if (EnterLive().Match(line) is { Success: true } enter)
        {
            return EnterLiveAsync(
                enter.Groups[1].Value, enter.Groups[2].Value == "makes", enter.Groups[3].Value, enter.Groups[4].Value);
        }

        if (SendLive().Match(line) is { Success: true } send)
            return AskLiveAsync(send.Groups[1].Value, "offer", "OFFER", $",\"sdp\":{LiveSay.Sdp("audio", "video")}");
        return AcceptLive().Match(line) is { Success: true } accept
            ? AskLiveAsync(accept.Groups[1].Value, "publishAccept", "PUBLISH_ACCEPT", $",\"to\":\"{accept.Groups[2].Value}\"")
            : null;
    }

    /// <summary><c>null</c> when the word is none of <c>live</c>'s.</summary>
    private static string? LiveWord(string kind, string user) => kind switch
    {
        "ss" => LiveSay.Session(user),
        "screen" => LiveSay.Screen(user),
        "to" => LiveSay.To(user),
        "sdp" => LiveSay.Sdp("audio", "video"),
        "audio" => LiveSay.Sdp("audio"),
        "pp" => LiveSay.Publisher(user, video: true, audio: true),
        "heard" => LiveSay.Publisher(user, video: false, audio: true),
        "idle" => LiveSay.Publisher(user, video: false, audio: false),
        "seen" => LiveSay.Publisher(user, video: true, audio: true, ",\"sdp\":\"<any>\""),
        "packaged" => LiveSay.Publisher(user, video: true, audio: true, $",\"hls\":\"/live/{user}/{user}-1/playlist.m3u8\""),
        "shown" => LiveSay.Publisher(user, video: true, audio: true, session: "screen", category: "screenshare"),
        _ => null,
    };

    private async Task ConnectLiveAsync(string user) =>
        actors[user] = await TestSocket.ConnectAsync(NextNode().Url, $"/live?access_token={host.Token(user)}");

    private async Task FollowPromotionAsync(string actor, string promoted) =>
        actors.Add(actor, await TestSocket.ConnectAsync(host.Url, $"/live?access_token={promotions[actors[promoted]]}"));

    private async Task EnterLiveAsync(string user, bool making, string channel, string rid)
    {
        if (!actors.ContainsKey(user)) await ConnectLiveAsync(user);
        liveRooms[user] = (channel, rid);
        var says = making ? "true" : "false";
        await AskLiveAsync(
            user, "join", "JOIN", $$"""
            ,"ve":{{says}},"ae":{{says}},"eg":"native","op":{"roomCreating":{{says}}}
            """);
    }

    private async Task AskLiveAsync(string user, string action, string signal, string more)
    {
        var (channel, rid) = liveRooms[user];
        await actors[user].SendTextAsync(LiveSay.Frame(action, signal, channel, LiveSay.Session(user), rid, more));
        string answer;
        do
        {
            answer = (await actors[user].NextAsync()).ShouldBeOfType<Received.Message>().Text;
        }
        while (JsonDocument.Parse(answer).RootElement.GetProperty("s").GetString() != signal);

        answer.ShouldContain("\"c\":200");
        await ArriveAsync();
        foreach (var actor in actors.Values.Where(a => a.IsOpen))
        {
            await actor.RoundTripAsync();
            while (actor.TryNext(out _))
            {
                // What that told others is not what the transcript is about.
            }
        }
    }

    private Task KillMediaServerAsync()
    {
        var servers = host.Services.GetRequiredService<MediaServers>().All.Cast<FakeMediaServer>().ToArray();
        (servers.FirstOrDefault(s => s.Rooms.Count > 0) ?? servers.First(s => s.IsHealthy)).Kill();
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"^(\w+) = live$")]
    private static partial Regex ConnectLive();

    [GeneratedRegex(@"^(\w+) = live for (\w+)$")]
    private static partial Regex FollowPromotion();

    [GeneratedRegex(@"^(\w+) (makes|joins) (\w+) (\w+)$")]
    private static partial Regex EnterLive();

    [GeneratedRegex(@"^(\w+) sends$")]
    private static partial Regex SendLive();

    [GeneratedRegex(@"^(\w+) accepts (\w+)$")]
    private static partial Regex AcceptLive();
}
