using Parley.Core.Storage;
using Parley.Server.Authentication;
using Parley.Server.Options;
using Parley.Server.Rest;

namespace Parley.Server.Guests;

/// <summary>
/// Guests' sessions: rows that live as long as they are used. The token only names the row; it is good for much longer
/// than the row would live unused, because it can't be prolonged, and not for ever, because it can't be taken back.
/// </summary>
internal sealed class GuestSessions(
    GuestTokens tokens, TokenIssuer issuer, IStore store, GuestCallSection options, TimeProvider time)
{
    /// <summary>A token is good for so many of a session's lifetimes; with the usual 2 hours that is a day.</summary>
    private const int LifetimesOfToken = 12;

    /// <summary>Prolonging is a write to the disk; being a hundred-and-twentieth early, a minute of 2 hours, saves most.</summary>
    private const int PartsOfLifetime = 120;

    /// <summary>Whether there can be guests: their tokens need a key of the server's own.</summary>
    public bool AreOpen => issuer.CanIssue;

    /// <summary>Begins a session.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async Task<(GuestRecord Guest, string Token)> BeginAsync(
        string username, string? location, string? gender, string? language, CancellationToken cancellationToken)
    {
        var now = time.GetWireNow();
        var guest = new GuestRecord(
            Guid.NewGuid(), $"guest_{Guid.NewGuid()}", username, location, gender, language, now, now + options.SessionLifetime);
        await store.CreateGuestAsync(guest, cancellationToken);
        return (guest, issuer.IssueGuest(guest, options.SessionLifetime * LifetimesOfToken));
    }

    /// <summary>The session that the token opens, prolonged by this use; or one of <see cref="GuestRefusals"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public async ValueTask<(GuestRecord? Guest, string Refusal)> UseAsync(string? token, CancellationToken cancellationToken)
    {
        var (sessionId, refusal) = await tokens.ReadAsync(token, cancellationToken);
        if (sessionId is null) return (null, refusal);

        var now = time.GetWireNow();
        var guest = await store.FindGuestAsync(sessionId.Value, now, cancellationToken);
        return guest is not null && await ProlongAsync(guest, now, cancellationToken)
            ? (guest, "")
            : (null, GuestRefusals.NoSession);
    }

    /// <summary>The session, as somebody else sees it: looking at it does not prolong it. <c>null</c> when it is gone.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task<GuestRecord?> FindAsync(Guid sessionId, CancellationToken cancellationToken) =>
        store.FindGuestAsync(sessionId, time.GetWireNow(), cancellationToken);

    /// <summary>Says where the guest is. <c>null</c> when its session is gone.</summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task<GuestRecord?> SetLocationAsync(Guid sessionId, string location, CancellationToken cancellationToken) =>
        store.SetGuestLocationAsync(sessionId, location, time.GetWireNow(), cancellationToken);

    /// <summary>
    /// Lets a session live for its whole time again; for those who stay connected and don't come to the door.
    /// <c>false</c> when it is gone.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    public Task<bool> ProlongAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetWireNow();
        return store.TouchGuestAsync(sessionId, now + options.SessionLifetime, now, cancellationToken);
    }

    private async Task<bool> ProlongAsync(GuestRecord guest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var full = now + options.SessionLifetime;
        return full - guest.ExpiresAt < options.SessionLifetime / PartsOfLifetime
            || await store.TouchGuestAsync(guest.SessionId, full, now, cancellationToken);
    }
}
