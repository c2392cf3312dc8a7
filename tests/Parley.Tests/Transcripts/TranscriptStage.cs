using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Messages;
using Parley.Tests.Cluster;
using Parley.Tests.Wire;
using Parley.WebSockets;

namespace Parley.Tests.Transcripts;

/// <summary>Plays a transcript against a running server, and says at which line the two part.</summary>
internal sealed partial class TranscriptStage(
    ParleyHost host, ManualTimeProvider time, IReadOnlyDictionary<string, string> words, params ParleyHost[] others) : IAsyncDisposable
{
    private readonly Dictionary<string, TestSocket> actors = [];
    private int connected;

    /// <summary>The last token for resuming that each was given.</summary>
    private readonly Dictionary<string, string> resumes = [];

    private ParleyHost[] Nodes => [host, .. others];

    public async Task PlayAsync(Transcript transcript)
    {
        foreach (var line in transcript.Lines)
        {
            try
            {
                await NameGuestsAsync(line.Text);
                await PlayAsync(Fill(line.Text));
                if (others.Length > 0) await ArriveAsync();
            }
            catch (Exception failure) when (failure is not TranscriptException)
            {
                throw new TranscriptException(
                    $"docs/protocols/{transcript.Page}.md, line {line.Number}: {line.Text}\n{failure.Message}", failure);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in actors.Values) await socket.DisposeAsync();
        foreach (var guest in guests.Values) await guest.DisposeAsync();
    }

    private Task PlayAsync(string line)
    {
        if (PlaySocketIoAsync(line) is { } played) return played;
        if (PlayWorldAsync(line) is { } entered) return entered;
        if (PlayLiveAsync(line) is { } live) return live;
        if (Connect().Match(line) is { Success: true } connect)
            return ConnectAsync(connect.Groups[1].Value, connect.Groups[2].Value, connect.Groups[3].Value);
        if (Send().Match(line) is { Success: true } send)
            return SendAsync(actors[send.Groups[1].Value], Times(send.Groups[2].Value), send.Groups[3].Value.Trim(), send.Groups[4].Value);
        if (Receive().Match(line) is { Success: true } receive)
            return ReceiveAsync(receive.Groups[1].Value, Times(receive.Groups[2].Value), receive.Groups[3].Value);
        if (Wait().Match(line) is { Success: true } wait)
            return PassAsync(int.Parse(wait.Groups[1].Value, CultureInfo.InvariantCulture));
        if (Leave().Match(line) is { Success: true } leave)
            return LeaveAsync(leave.Groups[1].Value, leave.Groups[2].Value);
        if (Rest().Match(line) is { Success: true } rest)
        {
            return RestAsync(
                rest.Groups[1].Value, rest.Groups[2].Value, rest.Groups[3].Value, rest.Groups[4].Value,
                int.Parse(rest.Groups[5].Value, CultureInfo.InvariantCulture), rest.Groups[6].Value);
        }

        throw new FormatException("This line is none of those that docs/protocols/README.md lists.");
    }

    private string Fill(string line) => Word().Replace(line, match =>
    {
        var (kind, argument) = (match.Groups[1].Value, match.Groups[2].Value);
        return kind switch
        {
            "token" => host.Token(argument),
            "expired" => host.Token(argument, lifetime: TimeSpan.FromHours(-1)),
            "forged" => Forged(argument),
            "member" => host.WorkspaceToken(argument, "acme", "Member"),
            "admin" => host.WorkspaceToken(argument, "acme", "Admin"),
            "foreign" => host.WorkspaceToken(argument, "umbrella", "Admin"),
            "resume" => resumes[argument],
            "guest" or "ended" or "id" or "pair" => GuestWord(kind, argument),
            _ => LiveWord(kind, argument) ?? words[kind],
        };
    });

    /// <summary>A token whose last characters are another's.</summary>
    private string Forged(string user)
    {
        var (good, other) = (host.Token(user), host.Token(user, lifetime: TimeSpan.FromHours(2)));
        return good[..(good.LastIndexOf('.') + 1)] + other[(other.LastIndexOf('.') + 1)..];
    }

    private async Task ConnectAsync(string actor, string path, string refused)
    {
        if (refused.Length == 0)
        {
            actors.Add(actor, await TestSocket.ConnectAsync(NextNode().Url, path));
            return;
        }

        var refusal = await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(host.Url, path));
        refusal.Status.ToString(CultureInfo.InvariantCulture).ShouldBe(refused);
    }

    /// <summary>Whoever comes is sent to one after the other.</summary>
    private ParleyHost NextNode() => Nodes[connected++ % Nodes.Length];

    private static async Task SendAsync(TestSocket socket, int times, string how, string text)
    {
        var opcode = how == "binary" ? FrameOpcode.Binary : FrameOpcode.Text;
        for (var i = 0; i < times; i++) await socket.SendAsync(opcode, Encoding.UTF8.GetBytes(text));
    }

    private async Task ReceiveAsync(string actor, int times, string expected)
    {
        var socket = actors[actor];
        if (expected == "nothing")
        {
            await socket.RoundTripAsync();
            socket.TryNext(out var unexpected).ShouldBeFalse($"{unexpected} came");
            return;
        }

        for (var i = 0; i < times; i++)
        {
            var received = await socket.NextAsync();
            Check(received, expected);
            RememberPromotion(socket, received);
            if (received is Received.Message message && TokenInAnswer().Match(message.Text) is { Success: true } answer)
                resumes[actor] = answer.Groups[1].Value;
        }
    }

    private static void Check(Received received, string expected)
    {
        if (expected.StartsWith("close ", StringComparison.Ordinal))
        {
            received.ShouldBeOfType<Received.Close>($"{received} came")
                .Code.ToString(CultureInfo.InvariantCulture).ShouldBe(expected[6..]);
            return;
        }

        var binary = expected.StartsWith("binary ", StringComparison.Ordinal);
        var message = received.ShouldBeOfType<Received.Message>($"{received} came");
        message.Binary.ShouldBe(binary);
        var difference = JsonPattern.Difference(binary ? expected[7..] : expected, message.Text);
        difference.ShouldBeNull($"this came: {message.Text}");
    }

    /// <summary>Second by second, and each time everybody's pongs are in before the next.</summary>
    private async Task PassAsync(int seconds)
    {
        await ArriveAsync();
        for (var i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var node in Nodes) node.Tick();
            await ArriveAsync();
            await PassForGuestsAsync();
        }
    }

    /// <summary>Everything that was sent was worked through.</summary>
    private async Task ArriveAsync()
    {
        foreach (var socket in actors.Values.Where(s => s.IsOpen)) await socket.TryRoundTripAsync();
        await NodeGroup.ArriveAsync(Nodes);
    }

    private async Task LeaveAsync(string actor, string how)
    {
        if (how == "drops") actors[actor].Drop();
        else await actors[actor].CloseAsync();
        actors.Remove(actor);
        // Time is told to pass next, and what has not been noticed by then is noticed too late.
        await Eventually.Is(() => Nodes.Sum(n => n.Services.GetRequiredService<ConnectionTable>().Count)
            <= actors.Values.Count(a => a.IsOpen) + guests.Count);
        await NodeGroup.LeaveAsync(Nodes, actors.Count);
    }

    private async Task RestAsync(string user, string method, string path, string body, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Url, path));
        if (user == "operator") request.Headers.Add("X-Api-Key", Parley.Tests.Rest.RestStage.AdminKey);
        else if (user != "nobody") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Token(user));
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await host.Http.SendAsync(request);

        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe((HttpStatusCode)status, text);
        if (status >= 400) response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        if (expected.Length > 0) JsonPattern.Difference(expected, text).ShouldBeNull($"this came: {text}");
    }

    private static int Times(string times) => times.Length == 0 ? 1 : int.Parse(times, CultureInfo.InvariantCulture);

    [GeneratedRegex("\"resume\":\\{[^}]*\"token\":\"([^\"]+)\"")]
    private static partial Regex TokenInAnswer();

    [GeneratedRegex(@"^(\w+) = connect (\S+)(?: -> (\d+))?$")]
    private static partial Regex Connect();

    [GeneratedRegex(@"^(\w+)> (?:(\d+) times )?(binary |raw )?(.*)$")]
    private static partial Regex Send();

    [GeneratedRegex(@"^(\w+)< (?:(\d+) times )?(.*)$")]
    private static partial Regex Receive();

    [GeneratedRegex(@"^wait (\d+) s$")]
    private static partial Regex Wait();

    [GeneratedRegex(@"^(\w+) (drops|closes)$")]
    private static partial Regex Leave();

    [GeneratedRegex(@"^(\w+): (GET|PUT|POST|PATCH|DELETE) (\S+) ?(\{.*\})? ?-> (\d+) ?(.*)$")]
    private static partial Regex Rest();

    [GeneratedRegex(@"\{(token|expired|forged|member|admin|foreign|room|resume|guest|ended|id|pair|ss|screen|to|sdp|audio|pp|heard|idle|seen|packaged|shown):?(\w*)\}")]
    private static partial Regex Word();
}
