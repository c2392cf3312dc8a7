using Parley.Core.Storage;
using Parley.Server.Endpoints;

namespace Parley.Server.Health;

/// <summary>Whether this server should be sent new clients.</summary>
internal sealed class Readiness(IStore store, Admission connections, TimeProvider time)
{
    /// <summary>A database that takes longer is as good as down.</summary>
    public static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private Task<bool>? check;

    /// <summary>Why not, for a person; <c>null</c> when it should.</summary>
    public async Task<string?> WhyNotAsync()
    {
        if (connections.Draining) return "The server is draining: it is shutting down, or an operator empties it.";
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
