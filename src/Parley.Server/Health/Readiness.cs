using Parley.Core.Storage;
using Parley.RabbitMq;
using Parley.Server.Endpoints;

namespace Parley.Server.Health;

/// <summary>Whether this server should be sent new clients.</summary>
internal sealed class Readiness(IStore store, Admission connections, TimeProvider time, ClusterNode? cluster = null)
{
    /// <summary>A database that takes longer is as good as down.</summary>
    public static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<bool>? check;

    /// <summary>
    /// What does not work for now, for a person; <c>null</c> when all does. New clients are welcome all the same: rooms with
    /// members on this node alone go on, and no other node would do better without the broker.
    /// </summary>
    public string? Degraded => cluster is { IsWhole: false }
        ? "degraded: the broker can't be reached, or rooms are moving between nodes; rooms with members on several nodes wait."
        : null;

    /// <summary>Why not, for a person; <c>null</c> when it should.</summary>
    public async Task<string?> WhyNotAsync()
    {
        if (connections.Draining) return "The server is draining: it is shutting down, or an operator empties it.";
        if (cluster is { WasWhole: false }) return "This node has not found the other nodes yet.";
        return await CheckStoreAsync() ? null : "The database does not answer.";
    }

    /// <summary>One check at a time, however many ask: the endpoint is open to everybody.</summary>
    private Task<bool> CheckStoreAsync()
    {
        lock (gate) return check is { IsCompleted: false } ? check : check = AskStoreAsync();
    }

    private async Task<bool> AskStoreAsync()
    {
        using var timeout = new CancellationTokenSource(StoreTimeout, time);
        try
        {
            await store.CheckAsync(timeout.Token);
            return true;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }
}
