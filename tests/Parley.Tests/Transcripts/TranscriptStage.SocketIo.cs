using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.Protocols.GuestCall;
using Parley.Server.Guests;
using Parley.Tests.Cluster;
using Parley.Tests.Wire;

namespace Parley.Tests.Transcripts;

/// <content>Lines of guests, who speak Socket.IO.</content>
internal sealed partial class TranscriptStage
{
    /// <summary>What comes with every connection, and is passed over where a transcript does not ask for it.</summary>
    private static readonly string[] PassedOver = ["connection:established", "realtime:stats"];

    private readonly Dictionary<string, (GuestRecord Guest, string Token)> known = [];
    private readonly Dictionary<string, SocketIoConnection> guests = [];
    private readonly Dictionary<string, ParleyHost> guestsNodes = [];

    private long GuestConnections => Nodes.Sum(n => n.Services.GetRequiredService<ParleyMetrics>().For(GuestCallProtocol.Name).Connections);

    /// <summary><c>null</c> when the line is none of a guest's.</summary>
    private Task? PlaySocketIoAsync(string line)
    {
        if (ConnectGuest().Match(line) is { Success: true } connect)
            return ConnectGuestAsync(connect.Groups[1].Value, connect.Groups[2].Value, connect.Groups[3].Value);
        if (GuestLine().Match(line) is not { Success: true } spoken || !guests.TryGetValue(spoken.Groups[1].Value, out var guest))
            return null;

        var (name, rest) = (spoken.Groups[1].Value, spoken.Groups[3].Value.Trim());
        return spoken.Groups[2].Value switch
        {
            ">" => SayAsync(guest, rest),
            "<" => HearAsync(guest, rest),
            _ => LeaveGuestAsync(name, guest, rest),
        };
    }

    /// <summary>Makes the guests that a line names and that are not there yet.</summary>
    private async Task NameGuestsAsync(string line)
    {
        foreach (Match word in Word().Matches(line))
        {
            if (word.Groups[1].Value is not ("guest" or "ended" or "id" or "pair")) continue;
            foreach (var name in word.Groups[2].Value.Split('_'))
            {
                if (!known.TryGetValue(name, out var guest))
                {
                    guest = await host.Services.GetRequiredService<GuestSessions>().BeginAsync(name, null, null, null, default);
                    known[name] = guest;
                }

                if (word.Groups[1].Value == "ended")
                    await host.Services.GetRequiredService<IStore>().RemoveGuestAsync(guest.Guest.SessionId, default);
            }
        }
    }

    private string GuestWord(string kind, string argument) => kind switch
    {
        "id" => known[argument].Guest.UserId,
        "pair" => string.Join('_', argument.Split('_').Select(n => known[n].Guest.UserId).Order(StringComparer.Ordinal)),
        _ => known[argument].Token,
    };

    private async Task ConnectGuestAsync(string name, string with, string refusal)
    {
        var auth = with.Length == 0 || with[0] == '?' ? "" : $$"""{"token":"{{with}}"}""";
        var node = guestsNodes[name] = NextNode();
        var guest = await SocketIoConnection.ConnectAsync(node.Url, auth, with.StartsWith('?') ? "&" + with[1..] : "");
        if (guests.Remove(name, out var before)) await before.DisposeAsync();
        guests[name] = guest;
        (guest.Refusal ?? "").ShouldBe(refusal);
    }

    private static async Task SayAsync(SocketIoConnection guest, string text)
    {
        var parts = Said().Match(text);
        for (var i = Times(parts.Groups[1].Value); i > 0; i--)
        {
            if (parts.Groups[2].Value == "raw") await guest.SendAsync(parts.Groups[3].Value);
            else await guest.EmitAsync(parts.Groups[2].Value, parts.Groups[3].Value);
        }

        await guest.SyncAsync();
    }

    private async Task HearAsync(SocketIoConnection guest, string expected)
    {
        if (Said().Match(expected) is { Groups: var parts } && parts[1].Length > 0)
        {
            for (var i = Times(parts[1].Value); i > 0; i--) await HearAsync(guest, $"{parts[2]} {parts[3]}".Trim());
            return;
        }

        if (expected == "nothing")
        {
            await SyncGuestsAsync();
            while (guest.TryNext(out var unexpected)) PassedOver.ShouldContain(unexpected.Split(' ')[0], $"{unexpected} came");
            return;
        }

        var name = expected.Split(' ')[0];
        string came;
        do
        {
            came = await guest.NextAsync();
        }
        while (came.Split(' ')[0] is var first && first != name && PassedOver.Contains(first));

        came.Split(' ')[0].ShouldBe(name, $"{came} came");
        if (expected.Length > name.Length)
            JsonPattern.Difference(expected[name.Length..], came[name.Length..]).ShouldBeNull($"{came} came");
        await SyncGuestsAsync();
    }

    private async Task LeaveGuestAsync(string name, SocketIoConnection guest, string how)
    {
        var left = GuestConnections - 1;
        switch (how)
        {
            case "drops":
                guest.Drop();
                await Eventually.Is(() => GuestConnections == left);
                break;
            case "closes":
                await guest.CloseAsync();
                await Eventually.Is(() => GuestConnections == left);
                break;
            case "recovers":
                guests[name] = await SocketIoConnection.ConnectAsync(guestsNodes[name].Url, guest.AuthToRecover(known[name].Token));
                guests[name].Id.ShouldBe(guest.Id);
                break;
            default:
                throw new FormatException("This line is none of those that docs/protocols/README.md lists.");
        }
    }

    private async Task PassForGuestsAsync()
    {
        foreach (var node in Nodes) node.Services.GetRequiredService<GuestStatsBroadcast>().Tick();
        await SyncGuestsAsync();
    }

    /// <summary>Twice: an answer to one's ping may be another's event.</summary>
    private async Task SyncGuestsAsync()
    {
        for (var i = 0; i < (others.Length > 0 ? 3 : 2); i++)
        {
            foreach (var guest in guests.Values) await guest.SyncAsync();
            if (others.Length > 0) await NodeGroup.ArriveAsync(Nodes);
        }
    }

    [GeneratedRegex(@"^(\w+) = socket\.io ?(\S*?)(?: -> (.+))?$")]
    private static partial Regex ConnectGuest();

    [GeneratedRegex(@"^(\w+)(>|<| )(.*)$")]
    private static partial Regex GuestLine();

    [GeneratedRegex(@"^(?:(\d+) times )?(\S+) ?(.*)$")]
    private static partial Regex Said();
}
