using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>
/// What is known of a registered connection. While it registers, what its contacts' mailboxes say is gathered for the
/// acceptance, so that the acceptance is the first message and no status overtakes it.
/// </summary>
internal sealed class Registration(string userId, string? deviceId, IReadOnlySet<string> contacts)
{
    private Dictionary<string, UserPresence>? gathering = [];

    public string UserId => userId;

    /// <summary>The user id as JSON, in quotes: what is stamped as <c>sender</c>.</summary>
    public byte[] RawUserId { get; } = JsonSerializer.SerializeToUtf8Bytes(userId, ProtocolJson.Default.String);

    public RoomId Mailbox { get; } = UserMailbox.Of(userId);

    public string? DeviceId => deviceId;

    public IReadOnlySet<string> Contacts => contacts;

    /// <summary>Whether the event was gathered rather than to be sent.</summary>
    public bool Takes(Event message)
    {
        if (Volatile.Read(ref gathering) is not { } contacts) return message is ContactPresence;

        var presence = message switch
        {
            ContactPresence known => known.Presence,
            StatusChanged { Receiver: null } changed => changed.Presence,
            _ => null,
        };
        if (presence is null) return false;

        lock (contacts)
        {
            if (gathering is null) return message is ContactPresence;
            contacts[presence.UserId] = presence;
            return true;
        }
    }

    /// <summary>Begins the gathering once more, for another acceptance.</summary>
    public void Gather() => Volatile.Write(ref gathering, []);

    /// <summary>Ends the gathering: the contacts in the order the client named them.</summary>
    public IReadOnlyList<UserPresence> TakeContacts()
    {
        var contacts = gathering!;
        lock (contacts)
        {
            gathering = null;
            return [.. Contacts.Select(id => contacts.GetValueOrDefault(id) ?? new UserPresence(id, UserStatus.Offline, null))];
        }
    }
}
