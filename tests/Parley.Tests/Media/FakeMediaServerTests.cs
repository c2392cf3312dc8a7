using Parley.Core.Media;
using Parley.Specs;

namespace Parley.Tests.Media;

/// <summary>The suite of every media server, on the one in memory: so tests that stand on it stand on what is so.</summary>
public sealed class FakeMediaServerTests : MediaServerSpec
{
    private readonly FakeMediaServer server = new(TimeProvider.System) { ConnectsAtOnce = false };

    protected override Task<IMediaServer> StartAsync() => Task.FromResult<IMediaServer>(server);

    protected override Task StopAsync() => Task.CompletedTask;

    protected override Task<IMediaClient> NewClientAsync() => Task.FromResult<IMediaClient>(new FakeMediaClient());

    protected override Task<(int Rooms, int Streams)> CountAsync() => Task.FromResult((server.Rooms.Count, server.Load));

    protected override Task KillAsync()
    {
        server.Kill();
        return Task.CompletedTask;
    }

    protected override Task ReviveAsync()
    {
        server.Revive();
        return Task.CompletedTask;
    }
}
