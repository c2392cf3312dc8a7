using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>Whether new connections are taken: up to a number, and none while the server drains.</summary>
/// <param name="connections">Open WebSockets.</param>
/// <param name="polling">Counts the clients that poll instead.</param>
/// <param name="atMost">How many may be; those being upgraded at this moment may come on top.</param>
internal sealed class Admission(ConnectionTable connections, Func<int> polling, int atMost)
{
    private volatile bool draining;

    public bool TakesMore => !draining && connections.Count + polling() < atMost;

    /// <summary>Whether new ones are turned away because the server drains.</summary>
    public bool Draining => draining;

    public void Drain() => draining = true;

    public void Undrain() => draining = false;
}
