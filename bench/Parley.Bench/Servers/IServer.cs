namespace Parley.Bench.Servers;

/// <summary>What is under load: one process, or several that act as one.</summary>
internal interface IServer
{
    /// <summary>User and system time since it started.</summary>
    TimeSpan CpuTime();
}
