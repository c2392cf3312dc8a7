using Parley.Core.Resuming;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <content>What is needed to open the session again on another node. See docs/scaling.md.</content>
internal sealed partial class DirectSession
{
    /// <summary>It is registered already, and nobody is to notice that it was open elsewhere until now.</summary>
    public void Restore(DirectDevice device, byte[]? carried)
    {
        Codec = device.Binary ? protocol.BinaryCodec : protocol.TextCodec;
        rate.ShareWith(protocol.Users.Acquire(device.UserId));
        var restored = new Registration(device.UserId, device.DeviceId, device.Contacts);
        registration = restored;
        foreach (var contact in restored.Contacts) protocol.Rooms.Dispatch(UserMailbox.Of(contact), new Watch(this));
        restored.TakeContacts();
        if (carried is not null)
        {
            KeepOn(protocol.Kept, new ResumeBinding(DirectProtocol.Name, device.UserId), protocol.Options.Grace, carried);
            // Unheard, but from now on messages count.
            Answer(NewRegistered(restored, contacts: null, answer: null).FrameFor(Codec));
        }

        Attach(restored, device.Standing);
    }

    private void Attach(Registration joining, Standing? restored) => protocol.Rooms.Dispatch(
        joining.Mailbox,
        new Attach(this, joining.DeviceId, joining.Contacts)
        {
            Remember = Remembers ? standing => Remember(joining, standing) : null,
            Restored = restored,
        });

    /// <summary>Answers go out as the last message came in, also on another node.</summary>
    private void Speak(bool binary)
    {
        var codec = binary ? protocol.BinaryCodec : protocol.TextCodec;
        if (ReferenceEquals(Codec, codec)) return;
        Codec = codec;
        RememberAgain();
    }

    private void RememberAgain()
    {
        if (registration is { } registered && Remembers)
            protocol.Rooms.Dispatch(registered.Mailbox, new RememberAgain(this));
    }

    private void Remember(Registration joined, Standing standing) => Remember(new DirectOpening(
        identity?.UserId, identity?.ExpiresAt,
        new DirectDevice(joined.UserId, joined.DeviceId, [.. joined.Contacts], ReferenceEquals(Codec, protocol.BinaryCodec), standing))
        .ToBytes());
}
