using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Protocols.World;
using Parley.Tests.Media;
using Parley.Tests.Protocols.World.Rules;
using Parley.Tests.World.Files;

namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/world.md, replayed in the world that the page draws and that of <see cref="RulesOffice"/>.</summary>
public sealed class WorldTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("world").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task World(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(
            time,
            new() { ["Parley:Turn:Urls"] = "turn:turn.example.org:3478", ["Parley:Turn:SharedSecret"] = "north" },
            services => services.AddSingleton(new MediaServers([new FakeMediaServer(time)])));
        var worlds = host.Services.GetRequiredService<WorldCatalog>();
        worlds.Put(WorldText.Map());
        worlds.Put(RulesOffice.MapOf(RulesOffice.File));

        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("world").Single(t => t.Title == title));
    }
}
