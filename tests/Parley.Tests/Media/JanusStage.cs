using Parley.Janus;
using Parley.Specs;

namespace Parley.Tests.Media;

/// <summary>A media server with a Janus that does what a test wants.</summary>
internal sealed class JanusStage : IAsyncDisposable
{
    private JanusStage(ScriptedJanus janus, JanusServer server, ServerLog<JanusServer> log) => (Janus, Server, Log) = (janus, server, log);

    public ScriptedJanus Janus { get; }

    public JanusServer Server { get; }

    public ServerLog<JanusServer> Log { get; }

    /// <summary>Begins; with the secrets that the Janus wants, unless others are given.</summary>
    public static async Task<JanusStage> BeginAsync(
        Action<ScriptedJanus>? prepare = null, string apiSecret = ScriptedJanus.ApiSecret, TimeProvider? time = null)
    {
        var janus = await ScriptedJanus.StartAsync();
        prepare?.Invoke(janus);
        var log = new ServerLog<JanusServer>();
        var options = new JanusOptions(janus.Url)
        {
            ApiSecret = apiSecret,
            AdminKey = ScriptedJanus.AdminKey,
            RequestTimeout = TimeSpan.FromSeconds(1),
            LongestPause = TimeSpan.FromMilliseconds(250),
        };
        var server = new JanusServer(options, time ?? TimeProvider.System, log);
        server.Start();
        return new(janus, server, log);
    }

    /// <summary>Begins, and waits until the Janus can be used.</summary>
    public static async Task<JanusStage> HealthyAsync(TimeProvider? time = null)
    {
        var stage = await BeginAsync(time: time);
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
