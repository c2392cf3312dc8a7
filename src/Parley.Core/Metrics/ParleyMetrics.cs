using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Core.Metrics;

/// <summary>All instruments of the meter <c>Parley</c>. Each is described in docs/metrics.md.</summary>
public sealed class ParleyMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Parley";

    private readonly ConcurrentDictionary<string, ProtocolMetrics> protocols = new();
    private readonly Histogram<double> relay;
    private readonly Histogram<double> ticks;
    private readonly Histogram<double> mediaCalls;
    private readonly Meter meter;
    private long callsLost;
    private long auditLost;
    private long hlsRestarts;
    private long hlsFailures;

    /// <param name="meters">Owns the meter.</param>
    public ParleyMetrics(IMeterFactory meters)
    {
        meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter(
            "parley.connections", () => protocols.Values.Select(p => Of(p.Connections, p)),
            "{connection}", "Open connections.");
        meter.CreateObservableCounter(
            "parley.messages.received", () => Kinds((p, kind) => p.CountReceived(kind)),
            "{message}", "Messages that clients sent.");
        meter.CreateObservableCounter(
            "parley.messages.sent", () => Kinds((p, kind) => p.CountSent(kind)),
            "{message}", "Messages put in clients' outboxes.");
        meter.CreateObservableCounter(
            "parley.messages.dropped", Drops, "{message}", "Messages that went nowhere, by reason.");
        meter.CreateObservableCounter(
            "parley.clients", Versions, "{client}", "Clients that connected and said which version they are, by version.");
        meter.CreateObservableCounter(
            "parley.calls.lost", () => Interlocked.Read(ref callsLost), "{call}", "Calls that could not be written to the store.");
        meter.CreateObservableCounter(
            "parley.audit.lost", () => Interlocked.Read(ref auditLost), "{entry}", "Audit entries that could not be written to the store.");
        meter.CreateObservableCounter(
            "parley.resumes", Resumes, "{session}", "Clients that asked for resuming, by what came of it.");
        relay = meter.CreateHistogram(
            "parley.relay.duration", "s", "From the read of a batch of frames until all it caused is flushed; sampled.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                    [0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 1],
            });
        ticks = meter.CreateHistogram(
            "parley.tick.lateness", "s", "By how much a tick, on which presence is told, came later than it should.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
            });
        mediaCalls = meter.CreateHistogram(
            "parley.media.call.duration", "s", "From asking a media server until it answered, or did not.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
    }

    /// <summary>Records a call of a media server.</summary>
    /// <param name="call">Which one.</param>
    /// <param name="duration">Until it ended, one way or the other.</param>
    /// <param name="outcome">Which way: <c>ok</c>, <c>refused</c>, <c>failed</c>, <c>timeout</c>, <c>given_up</c>.</param>
    public void MediaCalled(string call, TimeSpan duration, string outcome) => mediaCalls.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Records by how much a tick came late.</summary>
    public void Ticked(TimeSpan late) => ticks.Record(late.TotalSeconds);

    /// <summary>The counters of a protocol, the same ones at each call.</summary>
    public ProtocolMetrics For(string protocol) => protocols.GetOrAdd(protocol, static name => new ProtocolMetrics(name));

    /// <summary>Reports live rooms by kind.</summary>
    public void ObserveRooms(Func<IEnumerable<KeyValuePair<string, int>>> countByKind) =>
        meter.CreateObservableUpDownCounter(
            "parley.rooms",
            () => countByKind().Select(k => new Measurement<int>(k.Value, new KeyValuePair<string, object?>("kind", k.Key))),
            "{room}", "Live rooms; a user's mailbox is one.");

    /// <summary>Reports this node among others.</summary>
    /// <param name="nodes">Nodes that are heard of, this one among them.</param>
    /// <param name="shards">Shards of rooms that are this node's.</param>
    /// <param name="whole">Whether the broker is reached and every shard has an owner.</param>
    /// <param name="sessions">Sessions whose client is connected here, and those whose room is here.</param>
    /// <param name="waiting">What clients sent that has not come to all it is for.</param>
    /// <param name="published">Messages that the broker got from this node.</param>
    public void ObserveCluster(
        Func<int> nodes, Func<int> shards, Func<bool> whole, Func<(int Edge, int Hosted)> sessions, Func<int> waiting, Func<long> published)
    {
        meter.CreateObservableUpDownCounter("parley.cluster.nodes", nodes, "{node}", "Nodes that are heard of, this one among them.");
        meter.CreateObservableUpDownCounter("parley.cluster.shards", shards, "{shard}", "Shards of rooms that are this node's.");
        meter.CreateObservableUpDownCounter(
            "parley.cluster.whole", () => whole() ? 1 : 0, "{node}", "Whether the broker is reached and every shard has an owner: 1 or 0.");
        meter.CreateObservableUpDownCounter(
            "parley.cluster.sessions",
            () => new[] { Labelled(sessions().Edge, "place", "edge"), Labelled(sessions().Hosted, "place", "room") },
            "{session}", "Sessions of clients connected here, and sessions in rooms that are here.");
        meter.CreateObservableUpDownCounter(
            "parley.cluster.waiting", waiting, "{message}", "Messages of clients connected here that have not come to all they are for.");
        meter.CreateObservableCounter("parley.cluster.published", published, "{message}", "Messages that the broker got from this node.");
    }

    /// <summary>Reports zones: parts of rooms whose people send media to each other or to a media server.</summary>
    /// <param name="countByTopology">Zones with people in them.</param>
    /// <param name="promotions">Zones that went to a media server.</param>
    /// <param name="fallbacks">Zones that came back because it was gone.</param>
    /// <param name="connected">People who said that they are connected to it.</param>
    public void ObserveZones(
        Func<IEnumerable<KeyValuePair<string, long>>> countByTopology, Func<long> promotions, Func<long> fallbacks,
        Func<long> connected)
    {
        meter.CreateObservableUpDownCounter(
            "parley.zones",
            () => countByTopology().Select(k => new Measurement<long>(k.Value, new KeyValuePair<string, object?>("topology", k.Key))),
            "{zone}", "Zones with people in them, by how media flows.");
        meter.CreateObservableCounter("parley.zones.promoted", promotions, "{zone}", "Zones that went to the media server.");
        meter.CreateObservableCounter("parley.zones.fallbacks", fallbacks, "{zone}", "Zones whose media server was gone.");
        meter.CreateObservableCounter("parley.sfu.connected", connected, "{participant}", "People who connected to the media server.");
    }

    /// <summary>Reports media servers.</summary>
    /// <param name="all">Each by its name, with whether it is healthy and how many streams it carries.</param>
    /// <param name="roomsLost">Rooms that were lost with one, of all of them.</param>
    public void ObserveMedia(Func<IEnumerable<(string Name, bool Healthy, int Streams)>> all, Func<long> roomsLost)
    {
        meter.CreateObservableUpDownCounter(
            "parley.media.healthy", () => all().Select(s => Of(s.Healthy ? 1 : 0, s.Name)),
            "{server}", "Whether a media server can be used: 1 or 0.");
        meter.CreateObservableUpDownCounter(
            "parley.media.streams", () => all().Select(s => Of(s.Streams, s.Name)),
            "{stream}", "Streams on a media server, up and down.");
        meter.CreateObservableCounter(
            "parley.media.rooms.lost", roomsLost, "{room}", "Rooms whose media server was gone.");

        static Measurement<int> Of(int value, string name) => new(value, new KeyValuePair<string, object?>("server", name));
    }

    /// <summary>Reports streams that are packaged as HLS.</summary>
    /// <param name="running">How many there are.</param>
    /// <param name="bytes">What they have on disk.</param>
    public void ObserveHls(Func<int> running, Func<long> bytes)
    {
        meter.CreateObservableUpDownCounter("parley.hls.streams", running, "{stream}", "Streams packaged as HLS.");
        meter.CreateObservableUpDownCounter("parley.hls.disk", bytes, "By", "Bytes that HLS streams have on disk.");
        meter.CreateObservableCounter(
            "parley.hls.restarts", () => Interlocked.Read(ref hlsRestarts), "{restart}", "How often ffmpeg died and was started again.");
        meter.CreateObservableCounter(
            "parley.hls.failures", () => Interlocked.Read(ref hlsFailures), "{stream}", "HLS streams that ended though their publisher went on.");
    }

    /// <summary>Reports rooms whose media may go through a media server: their people, and their streams on media servers.</summary>
    /// <param name="members">Sessions in rooms.</param>
    /// <param name="streams">Their streams.</param>
    /// <param name="lost">Packets of them that media servers say were lost.</param>
    /// <param name="moved">Rooms whose media server was lost.</param>
    public void ObserveMembersWithMedia(
        Func<(long Publishers, long Viewers)> members, Func<(long Up, long Down)> streams, Func<(long Up, long Down)> lost, Func<long> moved)
    {
        meter.CreateObservableUpDownCounter(
            "parley.media.members",
            () => new[] { Labelled(members().Publishers, "role", "publisher"), Labelled(members().Viewers, "role", "viewer") },
            "{session}", "Sessions in rooms with media.");
        meter.CreateObservableUpDownCounter(
            "parley.media.links",
            () => new[] { Labelled(streams().Up, "direction", "up"), Labelled(streams().Down, "direction", "down") },
            "{stream}", "Streams between sessions and media servers, asked for or flowing.");
        meter.CreateObservableCounter(
            "parley.media.packets.lost",
            () => new[] { Labelled(lost().Up, "direction", "up"), Labelled(lost().Down, "direction", "down") },
            "{packet}", "Packets lost on the way, where media servers saw many of a stream's lost within a second.");
        meter.CreateObservableCounter(
            "parley.media.rooms.moved", moved, "{room}", "Rooms whose publishers were asked to offer again, as their media server was lost.");
    }

    /// <summary>Reports sessions that outlive their connections.</summary>
    /// <param name="away">Those that have none now.</param>
    /// <param name="bytes">What is kept to be sent again, for all of them.</param>
    public void ObserveKept(Func<int> away, Func<long> bytes)
    {
        meter.CreateObservableUpDownCounter(
            "parley.sessions.away", away, "{session}", "Sessions whose connection was lost, and whose client may come back.");
        meter.CreateObservableUpDownCounter("parley.sessions.log", bytes, "By", "Messages kept to be sent again.");
    }

    /// <summary>Reports the store.</summary>
    /// <param name="failures">Calls that failed because the database did.</param>
    /// <param name="retries">Calls that were tried again.</param>
    /// <param name="listening">Whether changes in it are heard now.</param>
    /// <param name="gaps">How often they were not, for a while.</param>
    public void ObserveStore(Func<long> failures, Func<long> retries, Func<bool> listening, Func<long> gaps)
    {
        meter.CreateObservableCounter("parley.store.failures", failures, "{call}", "Calls of the store that failed because the database did.");
        meter.CreateObservableCounter("parley.store.retries", retries, "{call}", "Calls of the store that were tried again.");
        meter.CreateObservableUpDownCounter(
            "parley.store.listening", () => listening() ? 1 : 0, "{listener}", "Whether changes in the store are heard: 1 or 0.");
        meter.CreateObservableCounter("parley.store.gaps", gaps, "{gap}", "How often changes in the store were not heard for a while.");
    }

    /// <summary>Reports how many messages wait for readers.</summary>
    public void ObserveOutboxes(Func<(long Total, long Deepest)> depth)
    {
        meter.CreateObservableUpDownCounter(
            "parley.outbox.depth", () => depth().Total, "{message}", "Messages waiting in all outboxes.");
        meter.CreateObservableGauge(
            "parley.outbox.deepest", () => depth().Deepest, "{message}", "Messages waiting in the fullest outbox.");
    }

    /// <summary>A call ended, and the store was not told.</summary>
    public void CallLost() => Interlocked.Increment(ref callsLost);

    /// <summary>A moderator did something, and the store was not told.</summary>
    public void AuditLost() => Interlocked.Increment(ref auditLost);

    /// <summary>The program that packages an HLS stream died, and is started again.</summary>
    public void HlsRestarted() => Interlocked.Increment(ref hlsRestarts);

    /// <summary>An HLS stream ended though its publisher went on.</summary>
    public void HlsFailed() => Interlocked.Increment(ref hlsFailures);

    /// <summary>Records the relay time of one batch.</summary>
    public void Relayed(TimeSpan duration) => relay.Record(duration.TotalSeconds);

    private static Measurement<long> Labelled(long value, string label, string of) =>
        new(value, new KeyValuePair<string, object?>(label, of));

    private static Measurement<long> Of(long value, ProtocolMetrics p) =>
        new(value, new KeyValuePair<string, object?>("protocol", p.Protocol));

    private IEnumerable<Measurement<long>> Kinds(Func<ProtocolMetrics, MessageKind, long> count)
    {
        foreach (var p in protocols.Values)
        {
            foreach (var kind in Enum.GetValues<MessageKind>())
            {
                yield return new Measurement<long>(
                    count(p, kind),
                    new KeyValuePair<string, object?>("protocol", p.Protocol),
                    new KeyValuePair<string, object?>("kind", Label(kind.ToString())));
            }
        }
    }

    private IEnumerable<Measurement<long>> Drops()
    {
        foreach (var p in protocols.Values)
        {
            foreach (var reason in Enum.GetValues<DropReason>())
            {
                yield return new Measurement<long>(
                    p.CountDropped(reason),
                    new KeyValuePair<string, object?>("protocol", p.Protocol),
                    new KeyValuePair<string, object?>("reason", Label(reason.ToString())));
            }
        }
    }

    private IEnumerable<Measurement<long>> Resumes()
    {
        foreach (var p in protocols.Values)
        {
            foreach (var result in Enum.GetValues<ResumeResult>())
            {
                yield return new Measurement<long>(
                    p.CountResumed(result),
                    new KeyValuePair<string, object?>("protocol", p.Protocol),
                    new KeyValuePair<string, object?>("result", Label(result.ToString())));
            }
        }
    }

    private IEnumerable<Measurement<long>> Versions() =>
        from protocol in protocols.Values
        from version in protocol.CountVersions()
        select new Measurement<long>(
            version.Value,
            new KeyValuePair<string, object?>("protocol", protocol.Protocol),
            new KeyValuePair<string, object?>("version", version.Key));

    /// <summary><c>PeerUnavailable</c> becomes <c>peer_unavailable</c>.</summary>
    private static string Label(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
