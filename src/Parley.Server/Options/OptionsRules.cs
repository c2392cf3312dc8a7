using System.Net;

namespace Parley.Server.Options;

/// <summary>What values have to be beyond their type. Every fault is added, not only the first.</summary>
/// <param name="environment">Decides how much is demanded, and where relative paths start.</param>
/// <param name="faults">Where what is wrong is added.</param>
internal sealed class OptionsRules(IHostEnvironment environment, List<OptionFault> faults)
{
    public void Check(ParleyOptions options)
    {
        new AuthRules(environment, Add).Check(options.Auth, options.Admin);
        new NetworkRules(Add).Check(options);
        StorageRules.Check(options.Storage, Add);
        CheckCluster(options);
        CheckLimits(options.Limits);
        CheckTimes(options);
        CheckGuestCall(options.GuestCall);
        CheckWorld(options.World);
        CheckHls(options.Live.Hls);
        CheckLive(options.Live);
        CheckResume(options.Resume);
        CheckRange("World:Rescan", options.World.Rescan, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckOneOf("ChatRoom:Envelope", options.ChatRoom.Envelope, "webrtc.signal", "signaling");
    }

    /// <summary>For trying out several nodes on one machine a file that they share will do.</summary>
    private void CheckCluster(ParleyOptions options)
    {
        if (options.Cluster.RabbitMq is not null && options.Storage.Provider == StorageOptions.Sqlite && !environment.IsDevelopment())
            Add("Storage:Provider", "is sqlite, which is for one server, but Parley:Cluster:RabbitMq is set; set it to postgres, with a database that all nodes share.");
    }

    private void CheckLimits(LimitOptions limits)
    {
        CheckRange("Limits:MessagesPerSecond", limits.MessagesPerSecond, 1, 1_000_000);
        CheckRange("Limits:Burst", limits.Burst, 1, 1_000_000);
        CheckRange("Limits:OutboxMessages", limits.OutboxMessages, 1, 1_000_000);
        // Smaller, and one message of the largest size a protocol takes could never be delivered.
        CheckRange("Limits:OutboxBytes", limits.OutboxBytes, 128 * 1024, 1024 * 1024 * 1024);
        CheckRange("Limits:Connections", limits.Connections, 1, 10_000_000);
    }

    private void CheckTimes(ParleyOptions options)
    {
        CheckRange("Turn:Lifetime", options.Turn.Lifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        CheckRange("Direct:HeartbeatInterval", options.Direct.HeartbeatInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        if (options.Direct.HeartbeatInterval.Ticks % TimeSpan.TicksPerSecond != 0)
            Add("Direct:HeartbeatInterval", "has to be whole seconds, because clients are told a whole number.");
        CheckRange("Direct:RegisterTimeout", options.Direct.RegisterTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange("Direct:OfferTimeout", options.Direct.OfferTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange("Shutdown:DrainTimeout", options.Shutdown.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        CheckRange("Shutdown:MovesPerSecond", options.Shutdown.MovesPerSecond, 1, 1_000_000);
        CheckRange("Shutdown:MoveTimeout", options.Shutdown.MoveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckRange("Otlp:Interval", options.Otlp.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    private void CheckGuestCall(GuestCallSection guests)
    {
        var (second, minute, tenMinutes) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        CheckRange("GuestCall:GuestsPerAddress", guests.GuestsPerAddress, 1, 1_000_000);
        CheckRange("GuestCall:ConnectionsPerMinute", guests.ConnectionsPerMinute, 1, 1_000_000);
        CheckRange("GuestCall:ConnectionsPerAddress", guests.ConnectionsPerAddress, 0, 1_000_000);
        CheckRange("GuestCall:SessionLifetime", guests.SessionLifetime, minute, TimeSpan.FromDays(7));
        CheckRange("GuestCall:MatchRecovery", guests.MatchRecovery, TimeSpan.Zero, tenMinutes);
        CheckRange("GuestCall:RingTimeout", guests.RingTimeout, second, tenMinutes);
        CheckRange("GuestCall:PingInterval", guests.PingInterval, TimeSpan.FromMilliseconds(100), tenMinutes);
        CheckRange("GuestCall:PingTimeout", guests.PingTimeout, TimeSpan.FromMilliseconds(100), tenMinutes);
        CheckRange("GuestCall:Recovery", guests.Recovery, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private void CheckWorld(WorldSection world)
    {
        var (second, tenMinutes) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange("World:ConnectTimeout", world.ConnectTimeout, second, tenMinutes);
        CheckRange("World:Grace", world.Grace, TimeSpan.Zero, tenMinutes);
        CheckRange("World:IdleAfter", world.IdleAfter, second, tenMinutes);
        CheckRange("World:TicksPerSecond", world.TicksPerSecond, 1, 60);
        CheckRange("World:Capacity", world.Capacity, 1, 10_000);
        CheckRange("World:OpenAreaCapacity", world.OpenAreaCapacity, 1, 10_000);
        CheckRange("World:TeamAreaCapacity", world.TeamAreaCapacity, 1, 10_000);
        CheckRange("World:MeetingRoomCapacity", world.MeetingRoomCapacity, 1, 10_000);
        CheckRange("World:PrivateRoomCapacity", world.PrivateRoomCapacity, 1, 10_000);
        CheckRange("World:MessagesPerSecond", world.MessagesPerSecond, 1, 1_000_000);
        CheckRange("World:Burst", world.Burst, 1, 1_000_000);
        CheckRange("World:PresencePerSecond", world.PresencePerSecond, 1, 1_000_000);
        CheckRange("World:MovesPerSecond", world.MovesPerSecond, 1, 1_000_000);
        CheckRange("World:InteractionsPerSecond", world.InteractionsPerSecond, 1, 1_000_000);
        CheckRange("World:DropsBeforeClose", world.DropsBeforeClose, 1, 1_000_000);
        CheckRange("World:TilesPerSecond", world.TilesPerSecond, 1, 10_000);
        CheckRange("World:TileBurst", world.TileBurst, 1, 10_000);
        CheckWorldRules(world);
    }

    private void CheckHls(LiveHlsSection hls)
    {
        CheckRange("Live:Hls:MaxStreams", hls.MaxStreams, 1, 1000);
        CheckRange("Live:Hls:Height", hls.Height, 144, 1080);
        if (hls.Height % 2 != 0) Add("Live:Hls:Height", $"is {hls.Height}; it has to be even, as H.264 has it.");
        // Less, and an ordinary stream would end by it.
        CheckRange("Live:Hls:MaxStreamMegabytes", hls.MaxStreamMegabytes, 16, 100_000);
        CheckRange("Live:Hls:MaxMegabytes", hls.MaxMegabytes, 16, 1_000_000);
        if (!IPAddress.TryParse(hls.Address, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            Add("Live:Hls:Address", $"is '{hls.Address}'; it has to be one IP address of this machine, like 127.0.0.1.");
    }

    private void CheckWorldRules(WorldSection world)
    {
        var (second, tenMinutes, week) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromDays(7));
        CheckRange("World:Reach", world.Reach, 0, 10_000);
        CheckRange("World:ObjectLease", world.ObjectLease, second, tenMinutes);
        CheckRange("World:OpenAreaSfuAbove", world.OpenAreaSfuAbove, 1, 10_000);
        CheckRange("World:TeamAreaSfuAbove", world.TeamAreaSfuAbove, 1, 10_000);
        CheckRange("World:MeetingRoomSfuAbove", world.MeetingRoomSfuAbove, 1, 10_000);
        CheckRange("World:PrivateRoomSfuAbove", world.PrivateRoomSfuAbove, 1, 10_000);
        CheckRange("World:SfuTurnPercent", world.SfuTurnPercent, 0, 100);
        CheckRange("World:SfuTurnAtLeast", world.SfuTurnAtLeast, 1, 10_000);
        CheckRange("World:TopologyHold", world.TopologyHold, second, tenMinutes);
        CheckRange("World:SfuConnectTimeout", world.SfuConnectTimeout, second, tenMinutes);
        CheckRange("World:SfuTokenLifetime", world.SfuTokenLifetime, second, tenMinutes);
        CheckRange("World:TurnLifetime", world.TurnLifetime, TimeSpan.FromSeconds(10), week);
        CheckRange("World:TurnPerMinute", world.TurnPerMinute, 1, 1_000_000);
        CheckRange("World:KickBan", world.KickBan, TimeSpan.Zero, week);
        CheckRange("World:LongestMute", world.LongestMute, second, week);
        if (world.SfuUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "ws" or "wss"))
            Add("World:SfuUrl", $"is '{url}'; it has to be a WebSocket's address, like wss://sfu.example.org/live.");
    }

    private void CheckLive(LiveSection live)
    {
        var (second, tenMinutes) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange("Live:HeartbeatTimeout", live.HeartbeatTimeout, second, tenMinutes);
        CheckRange("Live:Grace", live.Grace, TimeSpan.Zero, tenMinutes);
        CheckRange("Live:EmptyTimeout", live.EmptyTimeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        CheckRange("Live:WatchTimeout", live.WatchTimeout, TimeSpan.Zero, tenMinutes);
        CheckRange("Live:MediaTimeout", live.MediaTimeout, second, TimeSpan.FromMinutes(1));
        CheckRange("Live:MaxPublishers", live.MaxPublishers, 1, 1000);
        CheckRange("Live:SessionsPerUser", live.SessionsPerUser, 1, 100);
        CheckRange("Live:WatchesPerSession", live.WatchesPerSession, 1, 10_000);
        CheckRange("Live:MembersPerRoom", live.MembersPerRoom, 2, 100_000);
        CheckRange("Live:Rooms", live.Rooms, 1, 1_000_000);
    }

    private void CheckResume(ResumeSection resume)
    {
        CheckRange("Resume:Grace", resume.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        CheckRange("Resume:LogMessages", resume.LogMessages, 0, 1_000_000);
        CheckRange("Resume:LogBytes", resume.LogBytes, 0, 1024 * 1024 * 1024);
        CheckRange("Resume:LogAge", resume.LogAge, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckRange("Resume:TotalMegabytes", resume.TotalMegabytes, 0, 1_000_000);
        CheckRange("Resume:Sessions", resume.Sessions, 0, 10_000_000);
        CheckRange("Resume:SessionsPerUser", resume.SessionsPerUser, 0, 1_000_000);
        CheckRange("Resume:ResumesPerMinute", resume.ResumesPerMinute, 1, 1_000_000);
    }

    private void CheckRange<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            Add(key, $"is {value}; it has to be from {least} to {most}.");
    }

    private void CheckOneOf(string key, string value, params string[] known)
    {
        if (!known.Contains(value)) Add(key, $"is '{value}'; it has to be {string.Join(" or ", known.Select(k => $"'{k}'"))}.");
    }

    private void Add(string key, string problem) => faults.Add(new($"{ParleyOptions.Section}:{key}", problem));
}
