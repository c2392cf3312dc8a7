using Parley.Core.Storage;
using Shouldly;
using Xunit;

namespace Parley.Specs;

public abstract partial class StoreSpec
{
    private static readonly DateTimeOffset TwoHoursLater = Noon.AddHours(2);

    [Fact]
    public async Task A_guest_comes_back_as_it_went_in()
    {
        var guest = await NewGuestAsync();
        var silent = await NewGuestAsync(location: null, gender: null, language: null);

        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation)).ShouldBe(guest);
        (await Store.FindGuestAsync(silent.SessionId, Noon, Cancellation)).ShouldBe(silent);
    }

    [Fact]
    public async Task A_session_that_never_was_is_null_and_cannot_be_touched_placed_or_removed()
    {
        var nobody = Guid.NewGuid();

        (await Store.FindGuestAsync(nobody, Noon, Cancellation)).ShouldBeNull();
        (await Store.TouchGuestAsync(nobody, TwoHoursLater, Noon, Cancellation)).ShouldBeFalse();
        (await Store.SetGuestLocationAsync(nobody, "Rome", Noon, Cancellation)).ShouldBeNull();
        (await Store.RemoveGuestAsync(nobody, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_is_gone_the_moment_it_expires()
    {
        var guest = await NewGuestAsync();

        (await Store.FindGuestAsync(guest.SessionId, TwoHoursLater.AddMilliseconds(-1), Cancellation)).ShouldNotBeNull();
        (await Store.FindGuestAsync(guest.SessionId, TwoHoursLater, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Sessions_are_counted_as_long_as_they_live()
    {
        (await Store.CountGuestsAsync(Noon, Cancellation)).ShouldBe(0);
        var guest = await NewGuestAsync();
        await NewGuestAsync();

        (await Store.CountGuestsAsync(TwoHoursLater.AddMilliseconds(-1), Cancellation)).ShouldBe(2);
        (await Store.TouchGuestAsync(guest.SessionId, Noon.AddHours(3), Noon, Cancellation)).ShouldBeTrue();
        (await Store.CountGuestsAsync(TwoHoursLater, Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_touched_session_lives_on_and_keeps_the_rest()
    {
        var guest = await NewGuestAsync();

        (await Store.TouchGuestAsync(guest.SessionId, Noon.AddHours(3), Noon.AddHours(1), Cancellation)).ShouldBeTrue();

        (await Store.FindGuestAsync(guest.SessionId, TwoHoursLater, Cancellation))
            .ShouldBe(guest with { ExpiresAt = Noon.AddHours(3) });
    }

    [Fact]
    public async Task A_touch_never_shortens_a_session()
    {
        var guest = await NewGuestAsync();

        (await Store.TouchGuestAsync(guest.SessionId, Noon.AddMinutes(1), Noon, Cancellation)).ShouldBeTrue();

        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation)).ShouldBe(guest);
    }

    [Fact]
    public async Task An_expired_session_does_not_come_back()
    {
        var guest = await NewGuestAsync();

        (await Store.TouchGuestAsync(guest.SessionId, Noon.AddHours(9), TwoHoursLater, Cancellation)).ShouldBeFalse();
        (await Store.SetGuestLocationAsync(guest.SessionId, "Rome", TwoHoursLater, Cancellation)).ShouldBeNull();

        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation)).ShouldBe(guest);
    }

    [Fact]
    public async Task A_guests_location_changes_and_nothing_else()
    {
        var guest = await NewGuestAsync();
        var other = await NewGuestAsync();

        (await Store.SetGuestLocationAsync(guest.SessionId, "São Paulo 🇧🇷", Noon, Cancellation))
            .ShouldBe(guest with { Location = "São Paulo 🇧🇷" });
        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation))!.Location.ShouldBe("São Paulo 🇧🇷");
        (await Store.SetGuestLocationAsync(guest.SessionId, null, Noon, Cancellation))!.Location.ShouldBeNull();
        (await Store.FindGuestAsync(other.SessionId, Noon, Cancellation)).ShouldBe(other);
    }

    [Fact]
    public async Task A_removed_session_is_gone_at_once()
    {
        var guest = await NewGuestAsync();

        (await Store.RemoveGuestAsync(guest.SessionId, Cancellation)).ShouldBeTrue();

        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation)).ShouldBeNull();
        (await Store.RemoveGuestAsync(guest.SessionId, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_sweep_takes_the_expired_and_leaves_the_living()
    {
        var touched = await NewGuestAsync();
        await Store.TouchGuestAsync(touched.SessionId, Noon.AddHours(5), Noon, Cancellation);
        await NewGuestAsync();
        await NewGuestAsync();

        (await Store.RemoveExpiredGuestsAsync(TwoHoursLater.AddMilliseconds(-1), Cancellation)).ShouldBe(0);
        (await Store.RemoveExpiredGuestsAsync(TwoHoursLater, Cancellation)).ShouldBe(2);
        (await Store.RemoveExpiredGuestsAsync(TwoHoursLater, Cancellation)).ShouldBe(0);

        (await Store.FindGuestAsync(touched.SessionId, TwoHoursLater, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Guests_are_there_after_a_reopening()
    {
        var guest = await NewGuestAsync();

        await ReopenAsync();

        (await Store.FindGuestAsync(guest.SessionId, Noon, Cancellation)).ShouldBe(guest);
    }

    private async Task<GuestRecord> NewGuestAsync(
        string? location = "Küche, 'Rome'; --", string? gender = "f", string? language = "pt-BR")
    {
        var guest = new GuestRecord(
            Guid.NewGuid(), $"guest_{Guid.NewGuid()}", "Brave_Otter", location, gender, language, Noon, TwoHoursLater);
        await Store.CreateGuestAsync(guest, Cancellation);
        return guest;
    }
}
