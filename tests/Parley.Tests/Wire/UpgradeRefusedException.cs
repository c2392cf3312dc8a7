namespace Parley.Tests.Wire;

/// <summary>The server answered the upgrade with something else than 101.</summary>
internal sealed class UpgradeRefusedException(int status, string head) : Exception($"refused with {status}: {head}")
{
    public int Status => status;
}
