namespace Parley.Server.Options;

/// <summary><c>Parley:Shutdown</c>.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>How long clients that were asked to go (1001) may take before they are cut.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
