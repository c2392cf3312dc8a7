using System.Text;
using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Resuming;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>Connections over real sockets that end at any byte, in the middle of frames and of what was missed.</summary>
public sealed class CutAnywhere
{
    private const int Rounds = 60;

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Parley:Limits:Burst"] = "100000",
        ["Parley:Limits:MessagesPerSecond"] = "100000",
        ["Parley:Resume:ResumesPerMinute"] = "1000",
    };

    [Fact]
    public async Task Nothing_is_lost_or_doubled_either_way()
    {
        var random = new Random(7);
        await using var host = await ParleyHost.StartAsync(Settings);
        var room = await Actors.RoomAsync(host, "alice", "bob");
        await using var alice = await Actors.ChatRoomAsync(host, room, "alice");
        var bob = new Cutting(host, room);
        var (saidByAlice, saidByBob) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            await bob.ConnectAsync();
            for (var i = random.Next(4); i > 0; i--) await alice.SendTextAsync(Message(++saidByAlice));
            for (var i = random.Next(4); i > 0; i--) bob.Say(Message(++saidByBob));
            if (round % 2 == 0) await alice.RoundTripAsync();
            bob.Hear(atMost: random.Next(5));
            await bob.CutAsync(random);
        }

        await bob.ConnectAsync();
        bob.Say(Message(++saidByBob));
        await bob.SendAllAsync();
        await alice.SendTextAsync(Message(++saidByAlice));
        while (bob.Heard.LastOrDefault() != saidByAlice) await bob.HearNextAsync();
        bob.Heard.ShouldBe(Enumerable.Range(1, saidByAlice));

        List<int> heard = [];
        List<string> others = [];
        while (heard.LastOrDefault() != saidByBob)
        {
            var text = await alice.TextAsync();
            if (NumberIn(text) is { } number) heard.Add(number);
            else others.Add(text);
        }

        heard.ShouldBe(Enumerable.Range(1, saidByBob));
        others.ShouldHaveSingleItem().ShouldContain("user-joined");
    }

    private static string Message(int number) => $$$"""{"type":"n","data":{"n":{{{number}}}}}""";

    private static int? NumberIn(string text)
    {
        var data = JsonDocument.Parse(text).RootElement.GetProperty("data");
        return data.GetProperty("type").GetString() == "n" ? data.GetProperty("data").GetProperty("n").GetInt32() : null;
    }

    /// <summary>Bob, whose connections are cut.</summary>
    private sealed class Cutting(ParleyHost host, string room)
    {
        private readonly List<string> pending = [];
        private TestSocket socket = null!;
        private string token = "";
        private long seen;
        private long acknowledged;

        public List<int> Heard { get; } = [];

        public async Task ConnectAsync()
        {
            socket = await TestSocket.ConnectAsync(
                host.Url, $"/api/chat/realtime/{room}?tk={host.Token("bob")}&resume={token}&seq={seen}");
            var answer = CallBench.AnswerIn(await socket.TextAsync());
            answer.Result.ShouldBe(token.Length == 0 ? ResumeResult.Begun : ResumeResult.Resumed);
            pending.RemoveRange(0, (int)(answer.Received - acknowledged));
            (token, seen, acknowledged) = (answer.Token, answer.Seq, answer.Received);
        }

        public void Say(string text) => pending.Add(text);

        public void Hear(int atMost)
        {
            while (atMost-- > 0 && socket.TryNext(out var next)) Take(next);
        }

        public async Task HearNextAsync() => Take(await socket.NextAsync());

        public async Task SendAllAsync()
        {
            foreach (var text in pending) await socket.SendTextAsync(text);
            await socket.RoundTripAsync();
        }

        /// <summary>Sends what is pending as far as any byte of it, and is gone.</summary>
        public async Task CutAsync(Random random)
        {
            byte[] bytes = [.. pending.SelectMany(text => TestSocket.Encode(FrameOpcode.Text, Encoding.UTF8.GetBytes(text)))];
            await socket.SendRawAsync(bytes.AsMemory(0, random.Next(bytes.Length + 1)));
            socket.Drop();
        }

        private void Take(Received next)
        {
            seen++;
            if (NumberIn(next.ShouldBeOfType<Received.Message>().Text) is { } number) Heard.Add(number);
        }
    }
}
