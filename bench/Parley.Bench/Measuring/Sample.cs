namespace Parley.Bench.Measuring;

/// <summary>The numbers of one measurement of one peer.</summary>
internal sealed class Sample : Dictionary<Metric, double>
{
    /// <summary>Whether other processes took more than a fifth of a core meanwhile.</summary>
    internal bool Disturbed => this.GetValueOrDefault(Metric.OthersBusy) > 0.2;
}
