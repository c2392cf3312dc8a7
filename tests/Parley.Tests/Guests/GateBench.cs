using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Storage;
using Parley.Core.Time;
using Parley.Protocols.GuestCall;
using Parley.Server.Authentication;
using Parley.Server.Guests;
using Parley.Server.Options;
using Parley.Storage.Sqlite;
using Parley.Tests.Authentication;

namespace Parley.Tests.Guests;

/// <summary>A door with a store, a key and a clock of its own.</summary>
internal sealed class GateBench : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-gate-").FullName;
    private readonly SqliteStore store;
    private readonly VerifierBench tokens;
    private readonly GuestCallSection options = new();

    private GateBench(IStore? faulty, IJwksSource? jwks, string? secret, string? issuer, string? audience)
    {
        tokens = new VerifierBench(jwks, secret, issuer, audience);
        store = new SqliteStore($"Data Source={Path.Combine(folder, "guests.db")}");
        Sessions = new GuestSessions(
            new GuestTokens(tokens.Verifier), new TokenIssuer(tokens.Options, Time), faulty ?? store, options, Time);
        Gate = new GuestGate(Sessions, options, new Clock(Time), NullLogger<GuestGate>.Instance);
    }

    public ManualTimeProvider Time => tokens.Time;

    public IStore Store => store;

    public TokenVerifier Verifier => tokens.Verifier;

    public GuestSessions Sessions { get; }

    public GuestGate Gate { get; }

    public static async Task<GateBench> OpenAsync(
        IStore? faulty = null, IJwksSource? jwks = null, string? secret = TokenForge.Secret, string? issuer = null,
        string? audience = null)
    {
        var bench = new GateBench(faulty, jwks, secret, issuer, audience);
        await bench.store.MigrateAsync(default);
        return bench;
    }

    /// <summary>A guest with a fresh session.</summary>
    public Task<(GuestRecord Guest, string Token)> NewGuestAsync() =>
        Sessions.BeginAsync("Brave_Otter", "Rome", "f", "it", default);

    public ValueTask<(Guest? Guest, string Refusal)> AdmitAsync(string? token, string address = "192.0.2.1") =>
        Gate.AdmitAsync(token, IPAddress.Parse(address), default);

    /// <summary>The message that the token is refused with.</summary>
    public async Task<string> RefusalAsync(string? token)
    {
        var (guest, refusal) = await AdmitAsync(token);
        guest.ShouldBeNull();
        return refusal;
    }

    /// <summary>A payload of a guest's token, signed by who calls; <paramref name="claims"/> come on top.</summary>
    public string Payload(Guid session, string claims = "") =>
        $$"""{"sessionId":"{{session}}","isGuest":true,"userId":"guest_1","username":"Otter","exp":{{tokens.Seconds(60)}}{{claims}}}""";

    /// <summary>What a token says, believed without a look at its signature.</summary>
    public static JsonElement ClaimsOf(string token) => TokenShape.Read(token, out _).ShouldNotBeNull().Claims;

    public async ValueTask DisposeAsync()
    {
        store.Dispose();
        await tokens.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
