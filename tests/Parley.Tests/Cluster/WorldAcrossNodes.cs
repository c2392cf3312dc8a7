using Parley.Core.Messages;
using Parley.Tests.Protocols;
using Parley.Tests.Transcripts;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>docs/protocols/world.md, replayed with its people on different nodes, who come back on another node too.</summary>
[Collection(QuietCollection.Name)]
public sealed class WorldAcrossNodes(TwoOffices two) : IClassFixture<TwoOffices>
{
    public static TheoryData<string> Titles { get; } = new(Transcript.Of("world").Select(t => t.Title));

    /// <summary>Who comes first is not on the node that has the workspace's sessions.</summary>
    [Theory]
    [MemberData(nameof(Titles))]
    public async Task World(string title)
    {
        await two.ForgetAsync();
        var (edge, home) = two.InOrder;
        await using var stage = new TranscriptStage(edge, two.Time, new Dictionary<string, string>(), home);
        var transcript = Transcript.Of("world").Single(t => t.Title == title);
        await stage.PlayAsync(transcript with { Lines = [.. transcript.Lines.Select(line => line with { Text = AtThisTime(line.Text) })] });

        // The page's credentials are those of a server that began with the transcript.
        string AtThisTime(string text) =>
            text.Replace("1748782800", $"{two.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Who_connects_on_another_node_replaces_the_older_connection_and_others_see_nothing(int first)
    {
        await two.ForgetAsync();
        var hosts = Hosts(first);
        await using var bob = await OfficePeople.ComeAsync(hosts[0], "bob");
        await using var alice = await OfficePeople.ComeAsync(hosts[0], "alice");
        (await bob.TypeAsync()).ShouldBe("PEER_JOINED");
        await using var again = await OfficePeople.ComeAsync(hosts[1], "alice");
        (await alice.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe((int)CloseCode.Replaced);
        await bob.ShouldHearOfAsync(again, "alice");
    }

    [Fact]
    public async Task One_id_in_two_workspaces_is_two_people()
    {
        await two.ForgetAsync();
        var (edge, home) = two.InOrder;
        await using var alice = await OfficePeople.ComeAsync(edge, "alice");
        await using var other = await TestSocket.ConnectAsync(home.Url, "/world");
        await other.ConnectWorldAsync(home.WorkspaceToken("alice", "umbrella", "Member"));
        await using var bob = await OfficePeople.ComeAsync(home, "bob");
        (await alice.TypeAsync()).ShouldBe("PEER_JOINED");
        await bob.ShouldHearOfAsync(alice, "alice");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_moderator_acts_on_people_of_other_nodes_and_every_node_tells_of_it(int first)
    {
        await two.ForgetAsync();
        var hosts = Hosts(first);
        await using var admin = await OfficePeople.ComeAsync(hosts[0], "root", "Admin");
        await using var bob = await OfficePeople.ComeAsync(hosts[1], "bob");
        await admin.SendTextAsync("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":60}}""");
        (await bob.TypeAsync()).ShouldBe("MUTE_USER");
        await bob.SendTextAsync("""{"type":"SDP_OFFER","payload":{"to":"root","sdp":"v=0"}}""");
        (await bob.TextAsync()).ShouldContain("muted");
        await admin.SendTextAsync("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"bob","world_id":"office"}}""");
        (await bob.TextAsync()).ShouldContain("kicked");
        (await bob.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe((int)CloseCode.Policy);

        // Not by way of another node, either.
        foreach (var host in hosts)
        {
            await using var back = await TestSocket.ConnectAsync(host.Url, "/world");
            await back.ConnectWorldAsync(host.WorkspaceToken("bob", "acme", "Member"));
            await back.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""");
            (await back.TextAsync()).ShouldContain("kicked");
            await Eventually.IsAsync(async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/audit?limit=2");
                request.Headers.Add("X-Api-Key", Rest.RestStage.AdminKey);
                using var answer = await host.Http.SendAsync(request);
                var entries = await answer.Content.ReadAsStringAsync();
                return entries.Contains("\"kick\"", StringComparison.Ordinal) && entries.Contains("\"mute\"", StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_two_who_want_an_object_on_two_nodes_one_gets_it(int first)
    {
        await two.ForgetAsync();
        var hosts = Hosts(first);
        await using var alice = await OfficePeople.ComeAsync(hosts[0], "alice");
        await using var bob = await OfficePeople.ComeAsync(hosts[1], "bob");
        const string Request = """{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":"sit"}}""";
        await Task.WhenAll(alice.SendTextAsync(Request), bob.SendTextAsync(Request));
        string[] types = [await alice.AnswerAsync(), await bob.AnswerAsync()];
        types.Order().ShouldBe(["INTERACT_DENIED", "INTERACT_GRANTED"]);
    }

    private ParleyHost[] Hosts(int first)
    {
        var (edge, home) = two.InOrder;
        return first == 0 ? [edge, home] : [home, edge];
    }
}
