using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Protocols.World;
using Parley.Tests.Protocols.World.Rules;

namespace Parley.Tests.Transcripts;

/// <summary>docs/protocols/world-rules.md, replayed in the world of <see cref="RulesOffice"/>, with a media server and TURN.</summary>
public sealed class WorldRulesTranscripts
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("world-rules").Select(t => t.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task WorldRules(string title)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(
            time,
            new() { ["Parley:Turn:Urls"] = "turn:turn.example.org:3478", ["Parley:Turn:SharedSecret"] = "north" },
            services => services.AddSingleton<IMediaServer>(new FakeMediaServer()));
        host.Services.GetRequiredService<WorldCatalog>().Put(RulesOffice.MapOf(RulesOffice.File));

        await using var stage = new TranscriptStage(host, time, new Dictionary<string, string>());
        await stage.PlayAsync(Transcript.Of("world-rules").Single(t => t.Title == title));
    }
}
