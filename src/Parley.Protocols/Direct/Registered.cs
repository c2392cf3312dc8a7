using Parley.Core.Messages;
using Parley.Core.Resuming;
using Parley.Core.Turn;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>Accepts a connection.</summary>
internal sealed class Registered(
    string userId, string connectionId, TimeSpan heartbeatInterval, IReadOnlyList<IceServer> iceServers,
    IReadOnlyList<UserPresence>? contacts, ResumeAnswer? resume = null) : Event
{
    public override MessageKind Kind => MessageKind.Register;

    public string UserId => userId;

    public string ConnectionId => connectionId;

    public TimeSpan HeartbeatInterval => heartbeatInterval;

    public IReadOnlyList<IceServer> IceServers => iceServers;

    /// <summary><c>null</c> where missed messages follow, which say what became of them.</summary>
    public IReadOnlyList<UserPresence>? Contacts => contacts;

    /// <summary>For a client that asked for resuming.</summary>
    public ResumeAnswer? Resume => resume;
}
