namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/guestcall.md, replayed by guests over Socket.IO.</summary>
public sealed class GuestCallTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("guestcall").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task GuestCall(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time);
        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("guestcall").Single(t => t.Title == title));
    }
}
