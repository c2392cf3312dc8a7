using System.Net;

namespace Parley.Janus.Hls;

/// <summary>All tracks of a stream, as they come from the media server.</summary>
internal sealed class RtpIntake : IDisposable
{
    /// <summary>More often than this no key frame is asked for: each costs all watchers of the publisher picture quality.</summary>
    private static readonly TimeSpan KeyFrameEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long the second track may be behind the first and still be there from the beginning.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider time;
    private readonly Action askForKeyFrame;
    private readonly Line[] lines;
    private readonly long began;
    private TimeSpan? asked;

    public RtpIntake(HlsMedia media, IPAddress address, TimeProvider time, Action askForKeyFrame)
    {
        (this.time, this.askForKeyFrame) = (time, askForKeyFrame);
        began = time.GetTimestamp();
        lines = [.. media.Tracks.Select((t, i) => new Line(i, new RtpInput(t, address)))];
    }

    public IReadOnlyList<RtpTarget> Targets => [.. lines.Select(l => l.Input.Target)];

    public IReadOnlyList<HlsTrack> Tracks => [.. lines.Select(l => l.Input.Track)];

    /// <summary>What has come and waits to be taken to ffmpeg.</summary>
    public RtpQueue Queue { get; } = new();

    /// <summary>Receives until it is cancelled.</summary>
    public Task ReceiveAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(lines.Select(l => l.Input.ReceiveAsync((_, packet) => Take(l, packet.Span), cancellationToken)));

    /// <summary>Waits until media flows: a short while for all tracks, for as long as it takes for one.</summary>
    public async Task WaitForMediaAsync(CancellationToken cancellationToken)
    {
        await first.Task.WaitAsync(cancellationToken);
        await Task.WhenAny(all.Task, Task.Delay(Together, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The places of the tracks of which a packet came within that time.</summary>
    public IReadOnlyList<int> Flowing(TimeSpan within)
    {
        lock (gate)
        {
            var since = Now() - within;
            return [.. lines.Where(l => l.Last >= since).Select(l => l.Place)];
        }
    }

    /// <summary>
    /// The first reader comes. What was heard before there was a picture is forgotten: players that find sound alone in the
    /// first segment never look for a picture.
    /// </summary>
    public void Begin(IReadOnlyList<int> places)
    {
        lock (gate)
        {
            if (lines.FirstOrDefault(l => l.Input.Track.IsVideo && places.Contains(l.Place)) is { } picture)
                Queue.BeginWith(picture.Place);
        }

        AskForKeyFrame();
    }

    /// <summary>Another reader comes: what waits is of no use to it, and it needs a key frame to begin with.</summary>
    public void BeginAgain()
    {
        lock (gate)
        {
            Queue.Clear();
            foreach (var line in lines) line.Clock.ReportAgain();
        }

        AskForKeyFrame();
    }

    public void Dispose()
    {
        foreach (var line in lines) line.Input.Dispose();
        Queue.Clear();
    }

    private void Take(Line line, ReadOnlySpan<byte> packet)
    {
        var whole = true;
        lock (gate)
        {
            var now = Now();
            line.Last = now;
            whole = line.IsNext(RtpInput.SequenceOf(packet));
            if (line.Clock.Take(RtpInput.TimestampOf(packet), now)) WriteReport(line);
            whole &= Queue.TryWrite(line.Place, isReport: false, packet);
        }

        first.TrySetResult();
        if (!all.Task.IsCompleted && lines.All(l => l.Last is not null)) all.TrySetResult();
        if (!whole && line.Input.Track.IsVideo) AskForKeyFrame();
    }

    private void WriteReport(Line line)
    {
        Span<byte> report = stackalloc byte[RtpClock.ReportLength];
        line.Clock.WriteReport(report);
        Queue.TryWrite(line.Place, isReport: true, report);
    }

    private void AskForKeyFrame()
    {
        lock (gate)
        {
            var now = Now();
            if (!Array.Exists(lines, l => l.Input.Track.IsVideo) || now - asked < KeyFrameEvery) return;
            asked = now;
        }

        askForKeyFrame();
    }

    private TimeSpan Now() => time.GetElapsedTime(began);

    private sealed class Line(int place, RtpInput input)
    {
        private ushort? newest;

        public int Place => place;

        public RtpInput Input => input;

        public RtpClock Clock { get; } = new(input.Track.ClockRate, input.Target.Ssrc);

        public TimeSpan? Last { get; set; }

        /// <summary>Whether none is missing before it. A later one, sent again, is no loss.</summary>
        public bool IsNext(ushort sequence)
        {
            var step = newest is { } before ? (short)(sequence - before) : (short)1;
            if (step > 0) newest = sequence;
            return step <= 1;
        }
    }
}
