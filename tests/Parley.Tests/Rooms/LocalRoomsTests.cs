using Microsoft.Extensions.DependencyInjection;
using Parley.Tests.Protocols;

namespace Parley.Tests.Rooms;

/// <summary>One node, without a broker.</summary>
public sealed class LocalRoomsTests(LocalRoomsTests.OneNode node) : RoomsSpec, IClassFixture<LocalRoomsTests.OneNode>
{
    private protected override IReadOnlyList<ParleyHost> Nodes => [node.Host];

    private protected override ManualTimeProvider Time => node.Time;

    private protected override Task<string> NewRoomAsync() => Actors.RoomAsync(node.Host, "alice", "bob", "carol");

    /// <summary>For all tests of the spec: each has rooms of its own.</summary>
    public sealed class OneNode : IAsyncLifetime
    {
        private ParleyHost? host;

        internal ManualTimeProvider Time { get; } = new();

        internal ParleyHost Host => host!;

        public async ValueTask InitializeAsync() => host = await ParleyHost.StartAsync(
            Settings.ToDictionary(s => s.Key, s => (string?)s.Value),
            builder => builder.Services.AddSingleton<TimeProvider>(Time));

        public ValueTask DisposeAsync() => host!.DisposeAsync();
    }
}
