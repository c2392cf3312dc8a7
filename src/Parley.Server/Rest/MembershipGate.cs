namespace Parley.Server.Rest;

/// <summary>
/// One change of a room's members at a time: "is there another owner?" and the change that depends on it must not be
/// overtaken by a second one. Rooms share a fixed number of locks by their ids.
/// </summary>
internal sealed class MembershipGate : IDisposable
{
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<T> RunAsync<T>(Guid roomId, Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var gate = locks[(uint)roomId.GetHashCode() % locks.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var gate in locks) gate.Dispose();
    }
}
