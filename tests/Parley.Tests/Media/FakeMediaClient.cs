using Parley.Core.Media;
using Parley.Specs;

namespace Parley.Tests.Media;

/// <summary>Who publishes and watches on the <see cref="FakeMediaServer"/>: media comes when the server's state says so.</summary>
internal sealed class FakeMediaClient : IMediaClient
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private string[] sent = [];
    private FakeMediaLink? link;

    public Task<string> OfferAsync(params string[] kinds)
    {
        sent = kinds;
        return Task.FromResult(FakeSdp.Offer(kinds));
    }

    public Task<string> RestartAsync() => Task.FromResult(FakeSdp.Offer(sent));

    public Task TakeAnswerAsync(string answer) => Task.CompletedTask;

    public Task<string> AnswerAsync(string offer) => Task.FromResult(FakeSdp.Answer(offer, 1));

    public Task TrickleAsync(IMediaLink link)
    {
        this.link = (FakeMediaLink)link;
        link.AddCandidate(new("candidate:1 1 udp 1 192.0.2.2 9 typ host", "0", 0));
        link.AddCandidate(null);
        if (!this.link.Connected) this.link.Connect();
        return Task.CompletedTask;
    }

    public Task ReceivesAsync(string kind) => UntilAsync(() => Receives(kind));

    public Task ReceivesNoMoreAsync(string kind) => UntilAsync(() => !Receives(kind));

    public Task HangUpAsync()
    {
        link!.HangUp();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool Receives(string kind) =>
        link is FakeDownlink { Ended: false, Connected: true, Uplink: { Ended: false, Connected: true } uplink }
        && uplink.Offer.Contains($"m={kind}", StringComparison.Ordinal) && !(kind == "audio" && uplink.Muted);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(Interval);
        while (!condition()) await timer.WaitForNextTickAsync(giveUp.Token);
    }
}
