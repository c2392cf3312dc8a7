using Parley.Server.Authentication;

namespace Parley.Tests.Guests;

/// <summary>A session lives for two hours after it was last used, and its token for a day.</summary>
public sealed class SlidingSessions : IAsyncLifetime
{
    private static readonly TimeSpan AlmostTwoHours = TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1);

    private GateBench bench = null!;

    public async ValueTask InitializeAsync() => bench = await GateBench.OpenAsync();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Each_use_lets_the_session_live_two_hours_from_then()
    {
        var (guest, token) = await bench.NewGuestAsync();

        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(AlmostTwoHours);
            (await bench.AdmitAsync(token)).Refusal.ShouldBe("");
            (await bench.Store.FindGuestAsync(guest.SessionId, bench.Time.GetUtcNow(), default))!.ExpiresAt
                .ShouldBe(bench.Time.GetUtcNow() + TimeSpan.FromHours(2), tolerance: TimeSpan.FromMilliseconds(1));
        }

        bench.Time.Advance(TimeSpan.FromHours(2));
        (await bench.RefusalAsync(token)).ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task A_use_within_a_minute_of_the_last_writes_nothing()
    {
        var (guest, token) = await bench.NewGuestAsync();

        bench.Time.Advance(TimeSpan.FromSeconds(59));
        await bench.AdmitAsync(token);
        (await bench.Store.FindGuestAsync(guest.SessionId, guest.CreatedAt, default)).ShouldBe(guest);

        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.AdmitAsync(token);
        (await bench.Store.FindGuestAsync(guest.SessionId, guest.CreatedAt, default))!.ExpiresAt.ShouldBe(guest.ExpiresAt.AddMinutes(1));
    }

    [Fact]
    public async Task A_session_used_for_a_whole_day_ends_with_its_token()
    {
        var (_, token) = await bench.NewGuestAsync();
        for (var hour = 1; hour < 24; hour++)
        {
            bench.Time.Advance(TimeSpan.FromHours(1));
            (await bench.AdmitAsync(token)).Refusal.ShouldBe("");
        }

        bench.Time.Advance(TimeSpan.FromHours(1) + ClaimsCheck.Skew);

        (await bench.RefusalAsync(token)).ShouldBe("Token has expired");
    }

    [Fact]
    public async Task Who_stays_connected_is_prolonged_without_coming_to_the_door()
    {
        var (guest, token) = await bench.NewGuestAsync();

        bench.Time.Advance(AlmostTwoHours);
        (await bench.Sessions.ProlongAsync(guest.SessionId, default)).ShouldBeTrue();
        bench.Time.Advance(AlmostTwoHours);

        (await bench.AdmitAsync(token)).Refusal.ShouldBe("");
        await bench.Store.RemoveGuestAsync(guest.SessionId, default);
        (await bench.Sessions.ProlongAsync(guest.SessionId, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Being_looked_at_does_not_prolong_a_session()
    {
        var (guest, token) = await bench.NewGuestAsync();

        bench.Time.Advance(AlmostTwoHours);
        (await bench.Sessions.FindAsync(guest.SessionId, default)).ShouldBe(guest);
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await bench.Sessions.FindAsync(guest.SessionId, default)).ShouldBeNull();
        (await bench.RefusalAsync(token)).ShouldBe("Guest session not found or expired");
    }
}
