namespace Parley.Server.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    public const int Failed = 1;
}
