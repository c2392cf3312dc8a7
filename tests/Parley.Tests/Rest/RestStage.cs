using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Rooms;
using Parley.Protocols.ChatRoom;
using Parley.Server.Rest;

namespace Parley.Tests.Rest;

/// <summary>A server, its users, and what it told the live rooms.</summary>
internal sealed class RestStage : IAsyncDisposable
{
    public const string AdminKey = "admin-key-0123456789";

    private readonly Dictionary<string, HttpClient> users = [];
    private readonly RecordingRooms rooms;

    private RestStage(ParleyHost host, RecordingRooms rooms)
    {
        Host = host;
        this.rooms = rooms;
    }

    public ParleyHost Host { get; }

    /// <summary>What the live rooms were told.</summary>
    public IEnumerable<string> Told => rooms.Told;

    public static async Task<RestStage> OpenAsync(Dictionary<string, string?>? settings = null, string environment = "Development")
    {
        var rooms = new RecordingRooms();
        var host = await ParleyHost.StartAsync(
            new(settings ?? []) { ["Parley:Admin:ApiKey"] = AdminKey },
            builder => builder.Services.AddSingleton(new MembershipChanges(rooms)),
            environment);
        return new RestStage(host, rooms);
    }

    /// <summary>The user's own client.</summary>
    public HttpClient As(string user)
    {
        if (!users.TryGetValue(user, out var client)) users[user] = client = Host.HttpAs(user);
        return client;
    }

    /// <summary>A client with the admin key.</summary>
    public HttpClient AsAdmin()
    {
        if (users.TryGetValue("", out var client)) return client;

        users[""] = client = new HttpClient { BaseAddress = Host.Url };
        client.DefaultRequestHeaders.Add("X-Api-Key", AdminKey);
        return client;
    }

    /// <summary>A room of the owner's with members; each is named with a role.</summary>
    public async Task<Guid> RoomAsync(string owner, params (string Account, int Role)[] members)
    {
        var created = await As(owner).PostAsJsonAsync("/api/chat", new { name = "room" });
        var id = (await created.ShouldBeAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        foreach (var (account, role) in members)
            await (await AsAdmin().PostAsJsonAsync($"/api/chat/{id}/members", new { accountId = account, role })).ShouldBeAsync(HttpStatusCode.Created);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in users.Values) client.Dispose();
        await Host.DisposeAsync();
    }

    private sealed class RecordingRooms : IRooms
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public void Dispatch(RoomId room, Command command) => Told.Enqueue(command switch
        {
            EvictAccount evict => $"evict {evict.AccountId} from {room}",
            EndCall => $"end {room}",
            _ => $"{command}",
        });
    }
}
