namespace Parley.Core.Users;

/// <summary>What a user says of being reachable.</summary>
public enum UserStatus
{
    /// <summary>No connection, or wishes to look so.</summary>
    Offline,

    /// <summary>May be called.</summary>
    Available,

    /// <summary>In a call, or would rather not be called.</summary>
    Busy,

    /// <summary>Not at the device.</summary>
    Away,
}
