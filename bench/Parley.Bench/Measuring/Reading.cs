namespace Parley.Bench.Measuring;

/// <summary>What a meter read, of one stretch of time or of several together. Times are in seconds.</summary>
/// <param name="Count">Messages, or whatever else counts.</param>
/// <param name="Span">Wall time.</param>
/// <param name="Server">Processor time of the server.</param>
/// <param name="Load">Processor time of the load, without what it spent on waiting for something to do.</param>
/// <param name="Others">Processor time of all other processes.</param>
internal readonly record struct Reading(long Count, double Span, double Server, double Load, double Others)
{
    public static Reading operator +(Reading one, Reading other) => new(
        one.Count + other.Count, one.Span + other.Span, one.Server + other.Server, one.Load + other.Load, one.Others + other.Others);

    internal Sample ToSample(Metric rate, Metric cost) => Count == 0
        ? throw new BenchException("nothing was delivered while measuring")
        : new Sample
        {
            [rate] = Count / Span,
            [cost] = Server / Count * 1e6,
            [Metric.ServerBusy] = Server / Span,
            [Metric.LoadBusy] = Load / Span,
            [Metric.OthersBusy] = Math.Max(Others, 0) / Span,
        };
}
