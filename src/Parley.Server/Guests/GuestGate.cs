using System.Net;
using Parley.Core.Limits;
using Parley.Core.Time;
using Parley.Protocols.GuestCall;
using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>The door of <c>guestcall</c>: who comes with a guest's token gets in, and its session lives on.</summary>
internal sealed partial class GuestGate(GuestSessions sessions, GuestCallSection options, Clock clock, ILogger<GuestGate> logger)
{
    private readonly AddressRates rates = new(clock, options.ConnectionsPerMinute, TimeSpan.FromMinutes(1));

    /// <summary>The guest whose token this is, or one of <see cref="GuestRefusals"/>. Every attempt counts for the rate.</summary>
    public async ValueTask<(Guest? Guest, string Refusal)> AdmitAsync(
        string? token, IPAddress? address, CancellationToken cancellation)
    {
        // First, so that guessing tokens costs the server next to nothing.
        if (!rates.TryTake(address, out _)) return (null, GuestRefusals.TooMany);
        try
        {
            var (guest, refusal) = await sessions.UseAsync(token, cancellation);
            return guest is null
                ? (null, refusal)
                : (new Guest(guest.UserId, guest.Username, guest.SessionId, guest.Location, guest.Gender, guest.Language), "");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(logger, failure);
            return (null, GuestRefusals.Unverified);
        }
    }

    [LoggerMessage(LogLevel.Error, "A guest could not be let in because its session could not be looked up.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
