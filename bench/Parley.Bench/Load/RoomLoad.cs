namespace Parley.Bench.Load;

/// <summary>
/// Rooms in which one message is under way at a time: once all the others have it, the member after its sender sends.
/// Clients of a room have consecutive keys.
/// </summary>
internal sealed class RoomLoad(EventLoop loop, Message message, int members) : ClosedLoad(loop)
{
    private readonly EventLoop loop = loop;
    private readonly int[] speaker = new int[loop.Clients.Count / members];
    private readonly int[] owed = new int[loop.Clients.Count / members];

    protected override void Begin()
    {
        for (var room = 0; room < speaker.Length; room++)
            Speak(room);
    }

    protected override void Next(Client client, bool goOn)
    {
        var room = client.Key / members;
        if (--owed[room] > 0 || !goOn)
            return;
        speaker[room] = (speaker[room] + 1) % members;
        Speak(room);
    }

    private void Speak(int room)
    {
        owed[room] = members - 1;
        Owed += members - 1;
        loop.Clients[room * members + speaker[room]].Send(message.Frame);
    }
}
