using Parley.Janus;
using Parley.Janus.Hls;
using Parley.Specs;

namespace Parley.Tests.Media;

/// <summary>A media server with a Janus that does what a test wants.</summary>
internal sealed class JanusStage : IAsyncDisposable
{
    private JanusStage(ScriptedJanus janus, JanusServer server, ServerLog<JanusServer> log) => (Janus, Server, Log) = (janus, server, log);

    public ScriptedJanus Janus { get; }

    public JanusServer Server { get; }

    public ServerLog<JanusServer> Log { get; }

    /// <param name="prepare">Tells the Janus what to do from its first message on.</param>
    /// <param name="apiSecret">The one that it wants, unless another is given.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hasty">Whether it is lost as soon as usually; else it has the time that a busy machine needs.</param>
    /// <param name="hls">Packages what publishers send, for the caller to dispose of.</param>
    public static async Task<JanusStage> BeginAsync(
        Action<ScriptedJanus>? prepare = null, string apiSecret = ScriptedJanus.ApiSecret, TimeProvider? time = null, bool hasty = false,
        HlsPackager? hls = null)
    {
        var janus = await ScriptedJanus.StartAsync();
        prepare?.Invoke(janus);
        var log = new ServerLog<JanusServer>();
        var options = new JanusOptions(janus.Url)
        {
            ApiSecret = apiSecret,
            AdminKey = ScriptedJanus.AdminKey,
            RequestTimeout = TimeSpan.FromSeconds(hasty ? 1 : 30),
            Silence = TimeSpan.FromSeconds(hasty ? 2.5 : 9),
            LostAfter = TimeSpan.FromSeconds(hasty ? 4 : 10),
            LongestPause = TimeSpan.FromMilliseconds(250),
        };
        var server = new JanusServer(options, time ?? TimeProvider.System, log, hls);
        server.Start();
        return new(janus, server, log);
    }

    /// <summary>Begins, and waits until the Janus can be used.</summary>
    public static async Task<JanusStage> HealthyAsync(TimeProvider? time = null, bool hasty = false, HlsPackager? hls = null)
    {
        var stage = await BeginAsync(time: time, hasty: hasty, hls: hls);
        await Eventually.Is(() => stage.Server.IsHealthy);
        return stage;
    }

    public async Task<SpecRoom> OpenAsync()
    {
        var events = new SpecEvents();
        return new(await Server.OpenRoomAsync(new("a room", AudioOnly: false, 9, events.Add), CancellationToken.None), events);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Janus.DisposeAsync();
    }
}
