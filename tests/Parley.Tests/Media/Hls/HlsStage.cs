using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>A packager with a folder of its own, and what it logs.</summary>
internal sealed class HlsStage : IAsyncDisposable, ILogger<HlsPackager>
{
    public static readonly HlsMedia SoundAndPicture = new(new HlsTrack("0", HlsCodec.Opus), new HlsTrack("1", HlsCodec.Vp8));

    public static readonly HlsMedia Sound = new(new HlsTrack("0", HlsCodec.Opus), null);

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string folder = Directory.CreateTempSubdirectory("parley-hls-test-").FullName;

    public HlsStage(TimeProvider? time = null, Func<HlsOptions, HlsOptions>? change = null)
    {
        var options = new HlsOptions { Folder = Folder, Height = 240 };
        Metrics = new ParleyMetrics(services.GetRequiredService<IMeterFactory>());
        Packager = new HlsPackager(change?.Invoke(options) ?? options, Metrics, time ?? TimeProvider.System, this);
    }

    public HlsPackager Packager { get; }

    public ParleyMetrics Metrics { get; }

    /// <summary>What is configured as folder.</summary>
    public string Folder => Path.Combine(folder, "hls");

    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = new();

    /// <summary>How often a publisher was asked for a key frame.</summary>
    public int KeyFramesAsked => keyFramesAsked;

    private int keyFramesAsked;

    public HlsStream Open(HlsMedia? media = null, string user = "alice", string stream = "camera") =>
        Packager.Open(new HlsName(user, stream), media ?? SoundAndPicture, () => Interlocked.Increment(ref keyFramesAsked));

    public long Counted(string instrument)
    {
        long sum = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (found, l) =>
            {
                if (found.Name == instrument && found.Meter.Scope == services.GetRequiredService<IMeterFactory>()) l.EnableMeasurementEvents(found);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => sum += value);
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => sum += value);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        await Packager.DisposeAsync();
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    void ILogger.Log<TState>(
        LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Log.Enqueue((level, formatter(state, exception)));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
}
