using Microsoft.Extensions.Logging;
using Parley.Core.Metrics;
using Parley.Core.Time;

namespace Parley.WebSockets;

/// <summary>What all WebSockets share.</summary>
/// <param name="time">Timers and precise times.</param>
/// <param name="clock">Deadlines.</param>
/// <param name="connections">Where open ones are listed.</param>
/// <param name="metrics">Where relay times go.</param>
/// <param name="logger">For failures that are the server's own.</param>
public sealed partial class WebSocketServices(
    TimeProvider time, Clock clock, ConnectionTable connections, ParleyMetrics metrics, ILogger<WebSocketConnection> logger)
{
    /// <summary>One read in so many is timed: enough for a histogram, too few to cost anything.</summary>
    internal const int RelaySampling = 16;

    internal TimeProvider Time => time;

    internal Clock Clock => clock;

    internal ConnectionTable Connections => connections;

    internal ParleyMetrics Metrics => metrics;

    internal void Failed(Exception failure) => LogFailed(logger, failure);

    [LoggerMessage(LogLevel.Error, "A connection failed on the server's side and was closed with 1011.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
