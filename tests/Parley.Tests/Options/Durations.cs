using Parley.Server.Options;

namespace Parley.Tests.Options;

public sealed class Durations
{
    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", 0)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("5m", 300)]
    [InlineData("12h", 43200)]
    [InlineData("7d", 604800)]
    [InlineData("00:01:30", 90)]
    [InlineData(" 30s ", 30)]
    public void Are_read(string text, double seconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5")]
    [InlineData("5 minutes")]
    [InlineData("1,5s")]
    [InlineData("5x")]
    [InlineData("99999999999d")]
    [InlineData("1e3")]
    [InlineData("25:99:00")]
    public void Are_refused(string text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
