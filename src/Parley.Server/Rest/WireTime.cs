namespace Parley.Server.Rest;

/// <summary>The time as stores and wires hold it, to the millisecond: what is answered now equals what is read later.</summary>
internal static class WireTime
{
    public static DateTimeOffset GetWireNow(this TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
