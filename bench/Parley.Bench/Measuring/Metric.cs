using System.Globalization;

namespace Parley.Bench.Measuring;

/// <summary>What a number of a sample is.</summary>
/// <param name="Name">As the tables head their columns.</param>
/// <param name="Format">A composite format string with the unit.</param>
/// <param name="HigherIsBetter">Which way is good.</param>
internal sealed record Metric(string Name, string Format, bool HigherIsBetter)
{
    internal static readonly Metric Messages = new("messages/s", "{0:N0}", true);
    internal static readonly Metric Deliveries = new("deliveries/s", "{0:N0}", true);
    internal static readonly Metric Connects = new("connects/s", "{0:N0}", true);
    internal static readonly Metric CpuPerMessage = new("server CPU a message", "{0:N1} µs", false);
    internal static readonly Metric CpuPerDelivery = new("server CPU a delivery", "{0:N2} µs", false);
    internal static readonly Metric BytesPerDelivery = new("bytes a delivery", "{0:N0}", false);

    /// <summary>The share of the ticks, on which presence is told, that came more than 10 ms late.</summary>
    internal static readonly Metric LateTicks = new("ticks over 10 ms late", "{0:P2}", false);

    /// <summary>How many people moved, where that depends on how many the server can take.</summary>
    internal static readonly Metric Movers = new("movers", "{0:N0}", true);

    internal static readonly Metric CpuPerConnect = new("server CPU a connect", "{0:N0} µs", false);
    internal static readonly Metric Publishes = new("publishers/s", "{0:N0}", true);
    internal static readonly Metric Watches = new("watchers/s", "{0:N0}", true);
    internal static readonly Metric CpuPerPublish = new("server CPU a publisher", "{0:N0} µs", false);
    internal static readonly Metric CpuPerWatch = new("server CPU a watcher", "{0:N0} µs", false);

    /// <summary>What the media server is asked, each a round trip.</summary>
    internal static readonly Metric JanusPerPublish = new("requests to Janus a publisher", "{0:N2}", false);

    /// <inheritdoc cref="JanusPerPublish"/>
    internal static readonly Metric JanusPerWatch = new("requests to Janus a watcher", "{0:N2}", false);

    /// <summary>Of several nodes, without what is between them.</summary>
    internal static readonly Metric NodesCpu = new("nodes' CPU a message", "{0:N1} µs", false);

    /// <summary>Of the broker, or of Redis.</summary>
    internal static readonly Metric BetweenCpu = new("broker's CPU a message", "{0:N1} µs", false);

    /// <summary>What nodes gave the broker for a message of a client's.</summary>
    internal static readonly Metric Published = new("broker messages a message", "{0:N2}", false);

    internal static readonly Metric P50 = new("p50", "{0:N0} µs", false);
    internal static readonly Metric P99 = new("p99", "{0:N0} µs", false);
    internal static readonly Metric P999 = new("p99.9", "{0:N0} µs", false);
    internal static readonly Metric BytesPerConnection = new("bytes an idle connection", "{0:N0}", false);
    internal static readonly Metric ServerBusy = new("server core busy", "{0:P0}", true);
    internal static readonly Metric LoadBusy = new("load core busy", "{0:P0}", false);

    /// <summary>Processor time of everything but the server and the load, in cores.</summary>
    internal static readonly Metric OthersBusy = new("others", "{0:P0}", false);

    internal string Show(double value) => string.Format(CultureInfo.InvariantCulture, Format, value);
}
