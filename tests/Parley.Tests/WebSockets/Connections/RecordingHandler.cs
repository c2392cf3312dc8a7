using System.Text;
using Parley.Core.Sessions;

namespace Parley.Tests.WebSockets.Connections;

/// <summary>Keeps what a connection tells, and does with a message what the test wants.</summary>
internal sealed class RecordingHandler : IMessageHandler
{
    private readonly Lock gate = new();
    private readonly List<string> calls = [];

    /// <summary>The connection it is told of; set before the connection runs.</summary>
    public IConnection Connection { get; set; } = null!;

    /// <summary>Done with each message, after it is noted.</summary>
    public Action<string> OnMessage { get; set; } = _ => { };

    public Action OnTick { get; set; } = () => { };

    public Action OnEnded { get; set; } = () => { };

    /// <summary>All calls in their order: a text message is itself, a binary one its hexadecimal digits.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    public IEnumerable<string> Messages => Calls.Where(c => c is not ("<tick>" or "<ended>" or "<too slow>"));

    public int Ends => Calls.Count(c => c == "<ended>");

    public int TooSlows => Calls.Count(c => c == "<too slow>");

    public void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        var text = binary ? Convert.ToHexStringLower(message) : Encoding.UTF8.GetString(message);
        Note(text);
        OnMessage(text);
    }

    public void Tick()
    {
        Note("<tick>");
        OnTick();
    }

    public void TooSlow() => Note("<too slow>");

    public void Ended()
    {
        Note("<ended>");
        OnEnded();
    }

    private void Note(string call)
    {
        lock (gate) calls.Add(call);
    }
}
