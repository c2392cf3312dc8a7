using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Parley.Core.Metrics;
using Parley.Core.Time;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Connections;

/// <summary>What the connections of one server share, with time that stands still.</summary>
internal sealed class PipedServer : ILogger<WebSocketConnection>
{
    private readonly List<Exception> failures = [];

    public PipedServer()
    {
        var clock = new Clock(Time);
        Table = new ConnectionTable(clock);
        Services = new WebSocketServices(Time, clock, Table, new ParleyMetrics(new Meters()), this);
    }

    public ManualTimeProvider Time { get; } = new();

    public ConnectionTable Table { get; }

    public WebSocketServices Services { get; }

    /// <summary>What was logged as the server's own failure.</summary>
    public IReadOnlyList<Exception> Failures
    {
        get
        {
            lock (failures) return [.. failures];
        }
    }

    /// <summary>Lets time pass second by second, with a tick after each, as housekeeping does it.</summary>
    public void Pass(TimeSpan time)
    {
        for (var second = TimeSpan.Zero; second < time; second += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Table.Tick();
        }
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (failures) failures.Add(exception!);
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
