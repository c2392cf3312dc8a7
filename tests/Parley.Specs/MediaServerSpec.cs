using Parley.Core.Media;
using Shouldly;
using Xunit;

namespace Parley.Specs;

/// <summary>What every <see cref="IMediaServer"/> has to do. A media server's own tests derive from this and start theirs.</summary>
public abstract partial class MediaServerSpec : IAsyncLifetime
{
    private readonly List<IMediaClient> clients = [];

    /// <summary>The server under test.</summary>
    protected IMediaServer Server { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts the server of this test, and waits until it is healthy.</summary>
    protected abstract Task<IMediaServer> StartAsync();

    /// <summary>Ends it.</summary>
    protected abstract Task StopAsync();

    protected abstract Task<IMediaClient> NewClientAsync();

    /// <summary>How many rooms and streams the server itself says that it has.</summary>
    protected abstract Task<(int Rooms, int Streams)> CountAsync();

    /// <summary>Ends the server without a word.</summary>
    protected abstract Task KillAsync();

    /// <summary>Starts what was killed, as it would be by whoever watches over it.</summary>
    protected abstract Task ReviveAsync();

    public virtual async ValueTask InitializeAsync() => Server = await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var client in clients) await client.DisposeAsync();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<SpecRoom> OpenAsync(bool audioOnly = false, int maxPublishers = 9)
    {
        var happened = new SpecEvents();
        var options = new MediaRoomOptions("a room of the spec", audioOnly, maxPublishers, happened.Add);
        return new(await Server.OpenRoomAsync(options, Cancellation), happened);
    }

    protected async Task<IMediaClient> ClientAsync()
    {
        var client = await NewClientAsync();
        clients.Add(client);
        return client;
    }

    protected async Task<(IMediaClient Client, IUplink Uplink)> PublishAsync(SpecRoom room, params string[] kinds)
    {
        var client = await ClientAsync();
        var uplink = await room.Room.PublishAsync("alice", await client.OfferAsync(kinds), Cancellation);
        await client.TakeAnswerAsync(uplink.Sdp);
        await client.TrickleAsync(uplink);
        return (client, uplink);
    }

    protected async Task<(IMediaClient Client, IDownlink Downlink)> WatchAsync(SpecRoom room, IUplink uplink)
    {
        var client = await ClientAsync();
        var downlink = await room.Room.WatchAsync(uplink, Cancellation);
        await downlink.AnswerAsync(await client.AnswerAsync(downlink.Sdp), Cancellation);
        await client.TrickleAsync(downlink);
        return (client, downlink);
    }

    protected static async Task FailsAsync(MediaFault fault, Func<Task> call) =>
        (await Should.ThrowAsync<MediaException>(call)).Fault.ShouldBe(fault);
}
