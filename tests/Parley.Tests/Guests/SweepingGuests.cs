using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Storage;
using Parley.Server.Guests;
using Parley.Tests.Storage;

namespace Parley.Tests.Guests;

public sealed class SweepingGuests
{
    [Fact]
    public async Task The_server_sweeps_expired_sessions_and_leaves_the_others()
    {
        var time = new ManualTimeProvider();
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(time));
        var store = host.Services.GetRequiredService<IStore>();
        var begun = time.GetUtcNow();
        var expiring = await NewAsync(store, begun, begun.AddMilliseconds(1));
        var living = await NewAsync(store, begun, begun.AddYears(10));

        // As of the beginning the row would still count: so it is not only expired but gone.
        await Eventually.Is(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return store.FindGuestAsync(expiring, begun, default).Result is null;
        });
        (await store.FindGuestAsync(living, begun, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_database_that_fails_is_tried_again_the_next_minute()
    {
        var sweeps = 0;
        var time = new ManualTimeProvider();
        var store = new FaultyStore(_ =>
        {
            Interlocked.Increment(ref sweeps);
            return Task.FromException(new StoreUnavailableException("disk on fire"));
        });
        using var sweeping = new ExpiredGuests(store, time, NullLogger<ExpiredGuests>.Instance);
        await sweeping.StartAsync(default);
        await Eventually.Is(() => time.Waiting == 1);

        for (var minute = 1; minute <= 3; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Eventually.Is(() => Volatile.Read(ref sweeps) == minute);
        }

        await sweeping.StopAsync(default);
    }

    private static async Task<Guid> NewAsync(IStore store, DateTimeOffset createdAt, DateTimeOffset expiresAt)
    {
        var id = Guid.NewGuid();
        await store.CreateGuestAsync(new GuestRecord(id, $"guest_{id}", "Otter", null, null, null, createdAt, expiresAt), default);
        return id;
    }
}
