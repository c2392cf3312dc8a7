using System.Text.RegularExpressions;
using Parley.Protocols.Direct;
using Parley.Tests.Transcripts;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/direct.md, replayed with its users on different nodes, who come back on another node too.</summary>
[Collection(QuietCollection.Name)]
public sealed partial class DirectAcrossNodes(TwoNodes two) : IClassFixture<TwoNodes>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("direct").Select(t => t.Title));

    /// <summary>Who comes first is not on the node that has all sessions.</summary>
    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Direct(string title)
    {
        var (first, second) = NodeGroup.NodeOf(two.Nodes[0]).Owns(DirectProtocol.Home) ? (1, 0) : (0, 1);
        var transcript = Transcript.Of("direct").Single(t => t.Title == title);
        await using var stage = new TranscriptStage(two.Nodes[first], two.Time, new Dictionary<string, string>(), two.Nodes[second]);
        await stage.PlayAsync(transcript with { Lines = [.. transcript.Lines.Select(line => line with { Text = WithUsersOfItsOwn(line) })] });

        string WithUsersOfItsOwn(TranscriptLine line) => User().Replace(line.Text, user => $"{user}{transcript.Lines[0].Number}");
    }

    /// <summary>The nodes remember when each was last there, and how much it sent.</summary>
    [GeneratedRegex(@"\b(alice|bob|carol|mallory)\b")]
    private static partial Regex User();
}
