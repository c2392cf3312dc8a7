using Parley.Core.Messages;

namespace Parley.Protocols.ChatRoom;

/// <summary>The first frame a connection gets.</summary>
internal sealed class Welcome(string roomId, Account account, IReadOnlyList<Participant> others) : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public string RoomId => roomId;

    public Account Account => account;

    public IReadOnlyList<Participant> Others => others;
}

/// <summary>An account's first connection came, or its last one went.</summary>
internal sealed class AccountPresence(Account account, bool joined) : Event
{
    public override MessageKind Kind => MessageKind.Presence;

    public Account Account => account;

    public bool Joined => joined;
}

/// <summary>Answers a ping.</summary>
internal sealed class Pong : Event
{
    public static readonly Pong Instance = new();

    public override MessageKind Kind => MessageKind.Heartbeat;
}
