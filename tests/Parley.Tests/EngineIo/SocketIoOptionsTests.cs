using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Parley.EngineIo;
using Parley.EngineIo.Engine;

namespace Parley.Tests.EngineIo;

/// <summary>Options of the Socket.IO server: docs/socketio.md has them all, and nonsense does not start.</summary>
public sealed partial class SocketIoOptionsTests
{
    public static TheoryData<string, Action<SocketIoOptions>> Nonsense { get; } = new()
    {
        { "Engine.PingInterval", o => o.Engine.PingInterval = TimeSpan.Zero },
        { "Engine.PingTimeout", o => o.Engine.PingTimeout = TimeSpan.FromSeconds(-1) },
        { "Engine.UpgradeTimeout", o => o.Engine.UpgradeTimeout = TimeSpan.Zero },
        { "Engine.MaxPayload", o => o.Engine.MaxPayload = 1023 },
        { "Engine.MaxSessions", o => o.Engine.MaxSessions = 0 },
        { "Engine.MaxSessionsPerAddress", o => o.Engine.MaxSessionsPerAddress = -1 },
        { "ConnectTimeout", o => o.ConnectTimeout = TimeSpan.Zero },
        { "MaxAttachments", o => o.MaxAttachments = 1001 },
        { "AttachmentTimeout", o => o.AttachmentTimeout = TimeSpan.Zero },
        { "MaxPendingAcks", o => o.MaxPendingAcks = 0 },
        { "Recovery.MaxDisconnection", o => o.Recovery = new RecoveryOptions { MaxDisconnection = TimeSpan.Zero } },
        { "Recovery.MaxPackets", o => o.Recovery = new RecoveryOptions { MaxAway = 0 } },
    };

    [Theory, MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_refused_at_the_start(string name, Action<SocketIoOptions> configure)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => SocketIoHost.StartAsync(configure: configure));

        refused.Message.ShouldStartWith(name);
    }

    [Fact]
    public void The_page_has_every_option_and_no_others()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "socketio.md"));
        var table = page[page.IndexOf("## Options", StringComparison.Ordinal)..page.IndexOf("## Fast", StringComparison.Ordinal)];
        var documented = Row().Matches(table).Select(m => m.Groups[1].Value);

        documented.ShouldBe(
            [.. NamesOf(typeof(EngineOptions)).Select(n => "Engine." + n), .. NamesOf(typeof(SocketIoOptions)).Where(n => n != "Engine")],
            ignoreOrder: true);
        // The one row that has several.
        foreach (var name in NamesOf(typeof(RecoveryOptions))) table.ShouldContain($"`{name}`");
    }

    [Fact]
    public void Defaults_are_those_of_the_page()
    {
        var options = new SocketIoOptions();
        var engine = options.Engine;
        var recovery = new RecoveryOptions();

        (engine.PingInterval, engine.PingTimeout, engine.UpgradeTimeout).ShouldBe(
            (TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)));
        (engine.MaxPayload, engine.MaxSessions, engine.MaxSessionsPerAddress).ShouldBe((1_000_000, 100_000, 0));
        (engine.Outbox.Messages, engine.Outbox.Bytes, engine.Origins.Count).ShouldBe((1000, 1 << 20, 0));
        (options.ConnectTimeout, options.AttachmentTimeout).ShouldBe((TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30)));
        (options.MaxAttachments, options.MaxPendingAcks, options.Recovery).ShouldBe((10, 1000, null));
        (recovery.MaxDisconnection, recovery.MaxPackets, recovery.MaxBytes, recovery.MaxAway).ShouldBe(
            (TimeSpan.FromMinutes(2), 10_000, 16 << 20, 10_000));
    }

    private static IEnumerable<string> NamesOf(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name);

    [GeneratedRegex(@"^\| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
