using Parley.Core.Messages;
using Parley.Core.Turn;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>Accepts a connection.</summary>
internal sealed class Registered(
    string userId, string connectionId, TimeSpan heartbeatInterval, IReadOnlyList<IceServer> iceServers,
    IReadOnlyList<UserPresence> contacts) : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public string UserId => userId;

    public string ConnectionId => connectionId;

    public TimeSpan HeartbeatInterval => heartbeatInterval;

    public IReadOnlyList<IceServer> IceServers => iceServers;

    public IReadOnlyList<UserPresence> Contacts => contacts;
}
