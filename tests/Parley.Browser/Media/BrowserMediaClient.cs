using System.Text.Json;
using Microsoft.Playwright;
using Parley.Browser.Hosting;
using Parley.Core.Media;
using Parley.Specs;

namespace Parley.Browser.Media;

/// <summary>A page with one real peer connection, its camera and microphone Chromium's own inventions.</summary>
internal sealed class BrowserMediaClient : IMediaClient
{
    /// <summary>Pages of it may use cameras. Nobody listens there: what it has is put in its way.</summary>
    public const string Origin = "http://media.test";

    private const string Script = """
        globalThis.pc = null;
        globalThis.candidates = [];
        globalThis.begin = () => {
          pc = new RTCPeerConnection();
          pc.onicecandidate = ({ candidate }) => candidates.push(candidate?.candidate ? candidate.toJSON() : null);
        };
        globalThis.offer = async (kinds) => {
          begin();
          const stream = await navigator.mediaDevices.getUserMedia({
            audio: kinds.includes('audio'),
            video: kinds.includes('video') && { width: 320, height: 240, frameRate: 15 },
          });
          for (const track of stream.getTracks()) pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
          await pc.setLocalDescription();
          return pc.localDescription.sdp;
        };
        globalThis.restart = async () => {
          candidates = [];
          await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
          return pc.localDescription.sdp;
        };
        globalThis.answer = async (sdp) => {
          begin();
          await pc.setRemoteDescription({ type: 'offer', sdp });
          await pc.setLocalDescription();
          return pc.localDescription.sdp;
        };
        globalThis.received = async (kind) => {
          let count = 0;
          for (const report of (await pc.getStats()).values())
            if (report.type === 'inbound-rtp' && report.kind === kind) count += (kind === 'video' ? report.framesDecoded : report.packetsReceived) ?? 0;
          return count;
        };
        // Audio comes fifty times a second, video fifteen times.
        globalThis.stays = async (kind) => {
          const before = await received(kind);
          await new Promise((resolve) => setTimeout(resolve, 500));
          return await received(kind) === before;
        };
        """;

    private readonly IBrowserContext context;
    private readonly IPage page;

    private BrowserMediaClient(IBrowserContext context, IPage page) => (this.context, this.page) = (context, page);

    public static async Task<IMediaClient> OpenAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.RouteAsync("**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html>" }));
        await page.GotoAsync(Origin);
        await page.EvaluateAsync($"() => {{ {Script} }}");
        return new BrowserMediaClient(context, page);
    }

    public Task<string> OfferAsync(params string[] kinds) => page.EvaluateAsync<string>("kinds => offer(kinds)", kinds);

    public Task<string> RestartAsync() => page.EvaluateAsync<string>("() => restart()");

    public Task TakeAnswerAsync(string answer) => page.EvaluateAsync("sdp => pc.setRemoteDescription({ type: 'answer', sdp })", answer);

    public Task<string> AnswerAsync(string offer) => page.EvaluateAsync<string>("sdp => answer(sdp)", offer);

    public async Task TrickleAsync(IMediaLink link)
    {
        await page.WaitForFunctionAsync("() => candidates.includes(null)");
        using var found = JsonDocument.Parse(await page.EvaluateAsync<string>("() => JSON.stringify(candidates)"));
        foreach (var candidate in found.RootElement.EnumerateArray())
        {
            link.AddCandidate(candidate.ValueKind == JsonValueKind.Null ? null : new(
                candidate.GetProperty("candidate").GetString()!, candidate.GetProperty("sdpMid").GetString(),
                candidate.GetProperty("sdpMLineIndex").GetInt32()));
        }
    }

    /// <summary>Waits until its connection is up.</summary>
    public Task ConnectedAsync() => page.WaitForFunctionAsync("() => pc.connectionState === 'connected'");

    public async Task ReceivesAsync(string kind)
    {
        var before = await ReceivedAsync(kind);
        await Eventually.TrueAsync($"more {kind} comes", async () => await ReceivedAsync(kind) > before + 5);
    }

    public Task ReceivesNoMoreAsync(string kind) =>
        Eventually.TrueAsync($"no more {kind} comes", () => page.EvaluateAsync<bool>("kind => stays(kind)", kind));

    public Task HangUpAsync() => page.EvaluateAsync("() => pc.close()");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private Task<int> ReceivedAsync(string kind) => page.EvaluateAsync<int>("kind => received(kind)", kind);
}
