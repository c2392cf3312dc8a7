using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Parley.Core.Media;
using Parley.Core.Metrics;

namespace Parley.Janus.Hls;

/// <summary>Packages uplinks as HLS, and knows where their files are. Safe for concurrent use.</summary>
public sealed partial class HlsPackager : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<HlsName, HlsStream> byName = [];
    private readonly HashSet<HlsStream> all = [];
    private readonly HlsOptions options;
    private readonly ParleyMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger<HlsPackager> logger;
    private readonly ITimer timer;
    private HlsFolder? folder;
    private RtspServer? rtsp;
    private long bytes;
    private int looking;
    private bool disposed;

    /// <summary>Deletes what a run that did not end well has left. Nothing else happens until the first stream comes.</summary>
    /// <param name="options">How streams are packaged.</param>
    /// <param name="metrics">Shows how many there are, and what goes wrong.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told what happens.</param>
    public HlsPackager(HlsOptions options, ParleyMetrics metrics, TimeProvider time, ILogger<HlsPackager> logger)
    {
        (this.options, this.metrics, this.time, this.logger) = (options, metrics, time, logger);
        metrics.ObserveHls(() => Running, () => Bytes);
        HlsFolder.DeleteLeftOvers(options.Folder, logger);
        timer = time.CreateTimer(_ => Look(), null, Second, Second);
    }

    /// <summary>Streams that are packaged now.</summary>
    public int Running
    {
        get
        {
            lock (gate) return all.Count(s => !s.HasEnded);
        }
    }

    /// <summary>Bytes on disk, as they were at the last look, once a second.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>
    /// Begins a stream: what the media server sends to its targets is packaged until it is disposed of. One of the same
    /// name ends, as its publisher has come anew.
    /// </summary>
    /// <param name="name">What it is found under.</param>
    /// <param name="media">What will come.</param>
    /// <param name="askForKeyFrame">Asks the publisher for a key frame. Called from any thread, so it neither blocks nor throws.</param>
    /// <exception cref="MediaException">It can't be packaged here and now.</exception>
    public HlsStream Open(HlsName name, HlsMedia media, Action askForKeyFrame)
    {
        if (FfmpegPath.Find(options.Ffmpeg) is not { } ffmpeg)
        {
            LogNoFfmpeg(logger, options.Ffmpeg);
            throw new MediaException(MediaFault.ServerFailed, "This server can't package HLS: it has no ffmpeg. Publish without hlsForwarding.");
        }

        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            byName.TryGetValue(name, out var earlier);
            CheckRoom(earlier);
            var stream = Begin(name, media, ffmpeg, askForKeyFrame);
            earlier?.Discard();
            byName[name] = stream;
            all.Add(stream);
            return stream;
        }
    }

    /// <summary>The stream of that name, also a while after it has ended; <c>null</c> when there is none.</summary>
    public HlsStream? Find(HlsName name)
    {
        lock (gate) return byName.GetValueOrDefault(name);
    }

    /// <summary>Ends all streams, with their ffmpegs, and deletes their files.</summary>
    public async ValueTask DisposeAsync()
    {
        HlsStream[] streams;
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            streams = [.. all];
        }

        await timer.DisposeAsync();
        foreach (var stream in streams) stream.Discard();
        foreach (var stream in streams) await stream.DisposeAsync();
        if (rtsp is not null) await rtsp.DisposeAsync();
        DeleteFolder();
    }

    private void CheckRoom(HlsStream? earlier)
    {
        var others = all.Count(s => !s.HasEnded && s != earlier);
        if (others >= options.MaxStreams)
        {
            throw new MediaException(
                MediaFault.ServerFailed,
                $"This server packages as many streams as it may, {options.MaxStreams}. Try again when one has ended, or publish without hlsForwarding.");
        }

        if (Bytes >= options.MaxBytes)
        {
            throw new MediaException(
                MediaFault.ServerFailed, "This server has no room for another HLS stream now. Try again in a minute, or publish without hlsForwarding.");
        }
    }

    private HlsStream Begin(HlsName name, HlsMedia media, string ffmpeg, Action askForKeyFrame)
    {
        RtpIntake? intake = null;
        try
        {
            folder ??= HlsFolder.Create(options.Folder);
            rtsp ??= new RtspServer(logger);
            intake = new RtpIntake(media, options.Address, time, askForKeyFrame);
            return new HlsStream(name, folder.NewStream(), intake, new HlsContext(options, ffmpeg, rtsp, metrics, time, logger));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SocketException)
        {
            intake?.Dispose();
            LogNotBegun(logger, fault.Message);
            throw new MediaException(MediaFault.ServerFailed, "This server can't package HLS now. Try again, or publish without hlsForwarding.", fault);
        }
    }

    /// <summary>Once a second. A look that takes longer, on a slow disk, is not overtaken by the next.</summary>
    private void Look()
    {
        if (Interlocked.Exchange(ref looking, 1) == 1) return;

        try
        {
            HlsStream[] streams;
            lock (gate) streams = [.. all];
            var sizes = new Dictionary<HlsStream, long>();
            foreach (var stream in streams)
            {
                try
                {
                    if (IsOver(stream)) Remove(stream);
                    else sizes[stream] = LookAt(stream);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    LogNotLooked(logger, stream.Files.Label, fault.Message);
                }
            }

            Interlocked.Exchange(ref bytes, sizes.Values.Sum());
            MakeRoom(sizes);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    private long LookAt(HlsStream stream)
    {
        if (!stream.HasEnded) stream.Look();
        var size = stream.Files.Measure();
        if (size > options.MaxStreamBytes && !stream.IsDiscarded)
        {
            stream.Fail($"it has {size} bytes on disk, and may have {options.MaxStreamBytes}");
            stream.Discard();
        }

        return size;
    }

    /// <summary>Where all have too much on disk, one a look goes: those that have ended before others, and the largest first.</summary>
    private void MakeRoom(Dictionary<HlsStream, long> sizes)
    {
        var kept = sizes.Where(s => !s.Key.IsDiscarded).ToList();
        if (kept.Sum(s => s.Value) <= options.MaxBytes) return;

        var next = kept.OrderByDescending(s => s.Key.HasEnded).ThenByDescending(s => s.Value).First().Key;
        next.Fail($"all streams have {Bytes} bytes on disk, and may have {options.MaxBytes}; this one has the most");
        next.Discard();
    }

    private bool IsOver(HlsStream stream) =>
        stream.HasEnded && (stream.IsDiscarded || time.GetUtcNow() - stream.EndedAt >= options.Keep);

    private void Remove(HlsStream stream)
    {
        stream.Files.Delete();
        lock (gate)
        {
            all.Remove(stream);
            if (byName.GetValueOrDefault(stream.Name) == stream) byName.Remove(stream.Name);
        }
    }

    private void DeleteFolder()
    {
        try
        {
            folder?.Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
            LogNotLooked(logger, options.Folder, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "No HLS: there is no '{Ffmpeg}'. Install ffmpeg, or say where it is by Parley:Live:Hls:Ffmpeg.")]
    private static partial void LogNoFfmpeg(ILogger logger, string ffmpeg);

    [LoggerMessage(LogLevel.Error, "An HLS stream could not begin: {Why}")]
    private static partial void LogNotBegun(ILogger logger, string why);

    [LoggerMessage(LogLevel.Warning, "HLS {Stream}: its files can't be seen to: {Why}")]
    private static partial void LogNotLooked(ILogger logger, string stream, string why);
}
