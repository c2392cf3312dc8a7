namespace Parley.RabbitMq.Wire;

/// <summary>What is in a message on a node's queue: its first byte.</summary>
internal enum MessageType : byte
{
    Announcement = 1,
    Batch,
}
