using Parley.Bench.Measuring;

namespace Parley.Bench.Tests;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(30_000)]
    [InlineData(123_456_789)]
    [InlineData(long.MaxValue)]
    public void A_single_value_is_every_percentile(long value)
    {
        var histogram = new Histogram();
        histogram.Record(value);
        histogram.Percentile(50).ShouldBe(value);
        histogram.Percentile(99.9).ShouldBe(value);
    }

    [Fact]
    public void A_percentile_is_at_most_half_a_percent_above_the_exact_one()
    {
        var random = new Random(1);
        var values = new long[100_000];
        for (var i = 0; i < values.Length; i++)
            values[i] = (long)Math.Exp(random.NextDouble() * 20);
        Array.Sort(values);
        var histogram = new Histogram();
        foreach (var value in values)
            histogram.Record(value);
        foreach (var percent in (double[])[1, 50, 90, 99, 99.9, 100])
        {
            var exact = values[(int)Math.Ceiling(values.Length * percent / 100) - 1];
            ((double)histogram.Percentile(percent)).ShouldBeInRange(exact, exact * 1.005);
        }
    }

    [Fact]
    public void Time_that_ran_backwards_counts_as_none()
    {
        var histogram = new Histogram();
        histogram.Record(-5);
        histogram.Percentile(100).ShouldBe(0);
        histogram.Count.ShouldBe(1);
    }
}
