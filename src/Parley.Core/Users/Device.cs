using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Core.Users;

/// <summary>A connection of the mailbox's user.</summary>
internal sealed class Device(string userId, Attach attach) : IMember
{
    public IPeer Peer => attach.Device;

    public string UserId => userId;

    public string? DeviceId => attach.DeviceId;

    public IReadOnlySet<string> Contacts => attach.Contacts;

    public Action<Standing>? Remember => attach.Remember;
}
