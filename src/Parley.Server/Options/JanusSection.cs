namespace Parley.Server.Options;

/// <summary><c>Parley:Media:Janus:0</c> and its like: one Janus.</summary>
internal sealed class JanusSection
{
    /// <summary>The address of its WebSocket transport.</summary>
    public string? Url { get; set; }

    /// <summary>What its <c>janus.jcfg</c> has as <c>api_secret</c>.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>What its <c>janus.plugin.videoroom.jcfg</c> has as <c>admin_key</c>.</summary>
    public string? AdminKey { get; set; }
}
