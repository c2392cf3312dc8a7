namespace Parley.Core.Messages;

/// <summary>Writes events as one wire protocol (or one dialect of it) says them. Stateless and shared by all its sessions.</summary>
public interface ICodec
{
    /// <summary>The event as a frame, or an empty one when the protocol has no word for it.</summary>
    Frame Encode(Event message);
}
