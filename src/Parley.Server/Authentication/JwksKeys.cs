namespace Parley.Server.Authentication;

/// <summary>
/// The identity provider's keys at hand. They are replaced as a whole; when a refresh fails the old ones stay.
/// </summary>
internal sealed partial class JwksKeys(IJwksSource? source, TimeProvider time, ILogger<JwksKeys> logger) : IAsyncDisposable
{
    /// <summary>After a failure, and for unknown keys: whoever sends tokens with made-up ids must not make us call out.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private volatile IReadOnlyList<VerificationKey> current = [];
    private Task<bool>? running;
    private long? lastBegun;

    /// <summary>How often to look for changes; <c>null</c> where there is nothing to look at.</summary>
    public TimeSpan? Period => source?.Period;

    /// <summary>Keys that may have signed the token: those of its id, those without one, or all where it names none.</summary>
    public IEnumerable<VerificationKey> Find(TokenShape token) =>
        current.Where(k => k.Accepts(token) && (token.KeyId is null || k.Id is null || k.Id == token.KeyId));

    /// <summary>
    /// A refresh under way or begun now, because a token named a key that is not here; <c>null</c> when the last one is
    /// too recent for another.
    /// </summary>
    public Task? RefreshForUnknownKey()
    {
        lock (gate)
        {
            if (source is null) return null;
            if (running is { IsCompleted: false }) return running;

            return lastBegun is { } last && time.GetElapsedTime(last) < LeastPause ? null : Begin(source);
        }
    }

    /// <summary>Looks for changes now. <c>false</c> when that failed; never throws.</summary>
    public Task<bool> RefreshAsync()
    {
        lock (gate)
        {
            return source is null ? Task.FromResult(true)
                : running is { IsCompleted: false } ? running
                : Begin(source);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        if (running is { } last) await last;
        (source as IDisposable)?.Dispose();
        ending.Dispose();
    }

    private Task<bool> Begin(IJwksSource from)
    {
        lastBegun = time.GetTimestamp();
        // On the pool: who asks holds a lock, and may be on the signal path.
        return running = Task.Run(() => ReadAsync(from, ending.Token));
    }

    private async Task<bool> ReadAsync(IJwksSource from, CancellationToken cancellationToken)
    {
        try
        {
            if (await from.ReadAsync(cancellationToken) is { } json)
            {
                current = JwksReader.Read(json);
                LogRead(logger, current.Count, from.Name);
            }

            return true;
        }
        catch (Exception failure)
        {
            if (!cancellationToken.IsCancellationRequested) LogFailed(logger, from.Name, failure.Message, current.Count);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Read {Count} token keys from {Source}.")]
    private static partial void LogRead(ILogger logger, int count, string source);

    [LoggerMessage(LogLevel.Error, "Token keys could not be read from {Source} ({Reason}); the {Count} known before stay in use.")]
    private static partial void LogFailed(ILogger logger, string source, string reason, int count);
}
