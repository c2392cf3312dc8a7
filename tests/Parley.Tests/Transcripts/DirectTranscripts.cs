namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/direct.md, replayed.</summary>
public sealed class DirectTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("direct").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Direct(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time);
        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("direct").Single(t => t.Title == title));
    }
}
