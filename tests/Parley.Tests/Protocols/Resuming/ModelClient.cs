using System.Text.Json;
using Parley.Core.Resuming;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>
/// A client that does what docs/resume.md says, and writes down what it was told: the numbers that each sender gave its
/// messages, in the order they came, and where the server said that something is missing.
/// </summary>
internal sealed class ModelClient(CallBench bench, string account)
{
    private readonly List<(long Number, string Text)> unacknowledged = [];
    private readonly Queue<string> unsent = [];
    private readonly List<Wire> before = [];
    private string token = "";
    private long seen;
    private long sent;
    private Wire? wire;
    private bool ready;

    public string Account => account;

    /// <summary>What came: a sender and its number; no sender where the server said that messages are lost.</summary>
    public List<(string? From, int Number)> Heard { get; } = [];

    /// <summary>Whom it was told to have left.</summary>
    public List<string> Left { get; } = [];

    /// <summary>The first numbers that went to a new session: of those before nobody knows what became.</summary>
    public HashSet<int> Breaks { get; } = [];

    public List<ResumeResult> Results { get; } = [];

    /// <summary>How many messages it meant to send.</summary>
    public int Said { get; private set; }

    public bool IsConnected => wire is not null;

    /// <summary>Connections that it has lost, of which the server may not know.</summary>
    public IReadOnlyList<Wire> Before => before;

    /// <summary>Comes, or comes back, while the server may still believe in the connection before.</summary>
    public void Connect()
    {
        if (wire is not null) Drop();
        ready = false;
        wire = bench.Connect(account, new ResumeRequest(token, seen));
    }

    /// <summary>Loses the connection; the server does not know yet.</summary>
    public void Drop()
    {
        wire!.Cut();
        before.Add(wire);
        wire = null;
    }

    /// <summary>Goes on purpose.</summary>
    public void Leave()
    {
        wire?.End(onPurpose: true);
        foreach (var old in before) old.End();
    }

    /// <summary>Says its next number to everybody.</summary>
    public void Say()
    {
        var text = $$$"""{"type":"n","data":{"n":{{{++Said}}}}}""";
        if (wire is not null && ready) Send(text);
        else unsent.Enqueue(text);
    }

    /// <summary>The server reads one of its messages.</summary>
    public bool Arrive() => wire is not null && wire.Arrive();

    /// <summary>Reads one message.</summary>
    public bool Read()
    {
        if (wire is null || !wire.ToClient.TryDequeue(out var text)) return false;
        var message = JsonDocument.Parse(text).RootElement;
        if (message.GetProperty("type").GetString() == "webrtc")
        {
            Take(CallBench.AnswerIn(text));
            return true;
        }

        seen++;
        var data = message.GetProperty("data");
        var (type, from) = (data.GetProperty("type").GetString(), data.GetProperty("senderAccountId").GetString()!);
        if (type == "n") Heard.Add((from, data.GetProperty("data").GetProperty("n").GetInt32()));
        else if (type == "user-left") Left.Add(from);
        return true;
    }

    public override string ToString() => $"{account}: {Said} said, {Heard.Count} heard, {string.Join(' ', Results)}";

    private void Take(ResumeAnswer answer)
    {
        Results.Add(answer.Result);
        var goesOn = answer.Result is ResumeResult.Resumed or ResumeResult.Snapshot;
        if (answer.Result != ResumeResult.Resumed) Heard.Add((null, 0));
        if (goesOn) answer.Received.ShouldBeLessThanOrEqualTo(sent, "the server has messages that were not sent");
        else Breaks.Add(Said - unsent.Count + 1);

        string[] again = goesOn ? [.. unacknowledged.Where(m => m.Number > answer.Received).Select(m => m.Text)] : [];
        unacknowledged.Clear();
        (token, seen, sent, ready) = (answer.Token, answer.Seq, answer.Received, true);
        foreach (var text in again) Send(text);
        while (unsent.TryDequeue(out var text)) Send(text);
    }

    private void Send(string text)
    {
        unacknowledged.Add((++sent, text));
        wire!.Say(text);
    }
}
