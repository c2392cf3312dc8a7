using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.Tests.Media;
using Parley.Tests.Transcripts;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/live.md, replayed with those who are in one room on different nodes, which share two media servers.</summary>
[Collection(QuietCollection.Name)]
public sealed partial class LiveAcrossNodes(LiveAcrossNodes.Stage stage) : IClassFixture<LiveAcrossNodes.Stage>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("live").Select(t => t.Title));

    /// <summary>Who comes first is not on the node that has the room.</summary>
    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Live(string title)
    {
        await stage.ForgetAsync();
        var transcript = Transcript.Of("live").Single(t => t.Title == title);
        var room = LiveScope.Plain.RoomOf($"stage{transcript.Lines[0].Number}")!.Value;
        var (first, second) = NodeGroup.NodeOf(stage.Nodes[0]).Owns(room) ? (1, 0) : (0, 1);
        await using var replay = new TranscriptStage(stage.Nodes[first], stage.Time, new Dictionary<string, string>(), stage.Nodes[second]);
        await replay.PlayAsync(transcript with { Lines = [.. transcript.Lines.Select(line => line with { Text = WithRoomsOfItsOwn(line) })] });

        string WithRoomsOfItsOwn(TranscriptLine line) => Room().Replace(line.Text, room => $"{room}{transcript.Lines[0].Number}");
    }

    /// <summary>Rooms stay for a while when nobody is in them.</summary>
    [GeneratedRegex(@"\b(stage|call|show)\b")]
    private static partial Regex Room();

    /// <summary>Two nodes for all of them.</summary>
    public sealed class Stage(RabbitBroker broker) : IAsyncLifetime
    {
        private readonly List<IMediaServer> servers = [];
        private NodeGroup? nodes;

        internal ManualTimeProvider Time { get; } = new();

        internal NodeGroup Nodes => nodes!;

        public async ValueTask InitializeAsync() => nodes = await NodeGroup.StartAsync(
            broker.Url, 2, Time, new MediaServers(servers), new() { ["Parley:Turn:Urls"] = "stun:stun.example.org:3478" });

        public ValueTask DisposeAsync() => nodes!.DisposeAsync();

        /// <summary>Whoever was there has gone, and the media servers are new.</summary>
        internal async Task ForgetAsync()
        {
            ParleyHost[] hosts = [Nodes[0], Nodes[1]];
            await NodeGroup.LeaveAsync(hosts, 0);
            foreach (var host in hosts)
            {
                var rooms = host.Services.GetRequiredService<LocalRooms>();
                foreach (var room in rooms.OfKind(LiveProtocol.RoomKind)) rooms.Dispatch(room, new CloseLiveRoom("the next test begins"));
            }

            Time.Advance(TimeSpan.FromMinutes(1));
            servers.Clear();
            servers.AddRange([new FakeMediaServer(Time, "one"), new FakeMediaServer(Time, "two")]);
        }
    }
}
