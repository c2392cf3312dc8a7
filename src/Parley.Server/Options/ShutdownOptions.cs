namespace Parley.Server.Options;

/// <summary><c>Parley:Shutdown</c>.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>How many clients are asked to move in a second.</summary>
    public int MovesPerSecond { get; set; } = 1000;

    /// <summary>How long clients may take to move when an operator drains the server, before they are cut.</summary>
    public TimeSpan MoveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long clients that were asked to go (1001) may take before they are cut.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
