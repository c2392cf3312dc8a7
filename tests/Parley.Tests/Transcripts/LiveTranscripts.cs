using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Tests.Media;
using Parley.Tests.Rest;

namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/live.md, replayed on two media servers in memory.</summary>
public sealed class LiveTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("live").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Live(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(
            time,
            new() { ["Parley:Turn:Urls"] = "stun:stun.example.org:3478", ["Parley:Admin:ApiKey"] = RestStage.AdminKey },
            services => services.AddSingleton(new MediaServers([new FakeMediaServer(time, "one"), new FakeMediaServer(time, "two")])));

        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("live").Single(t => t.Title == title));
    }
}
