using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Tests.Core.Messages;

namespace Parley.Tests.Core.Rooms;

/// <summary>A client of a <see cref="RosterRoom"/>: it knows of the room only what it was told.</summary>
internal sealed class ViewingPeer(string name) : IPeer
{
    private readonly Lock gate = new();
    private List<string> view = [];

    public PeerId Id { get; } = PeerId.Next();

    /// <summary>Who is there, as far as it was told.</summary>
    public IReadOnlyList<string> View
    {
        get
        {
            lock (gate) return [.. view];
        }
    }

    public bool TryDeliver(Event message)
    {
        var words = ((Note)message).Text.Split(' ');
        lock (gate)
        {
            if (words[0] == "there") view = [.. words[1..]];
            else if (words[0] == "+") view.Add(words[1]);
            else if (!view.Remove(words[1])) view.Add($"{words[1]} left, of whom nothing had been heard");
        }

        return true;
    }

    public void Close(CloseCode code, string reason)
    {
    }

    public override string ToString() => name;
}
