using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/world.md, replayed in the world that the page draws.</summary>
public sealed class WorldTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("world").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task World(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time);
        host.Services.GetRequiredService<WorldCatalog>().Put(WorldText.Map());

        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("world").Single(t => t.Title == title));
    }
}
