using Parley.Core.Sessions;

namespace Parley.RabbitMq;

/// <summary>How a protocol's session is opened on whichever node its room lives.</summary>
/// <param name="Name">The protocol's name.</param>
/// <param name="Open">
/// Opens one on a connection, from what was made of the client's request where it came in; then follows whether it was
/// open on another node before, so that its client is to be asked and told nothing, and what its
/// <see cref="IMessageHandler.HandOff"/> gave there, or <c>null</c>.
/// </param>
public sealed record SessionKind(string Name, Func<IConnection, byte[], bool, byte[]?, IMessageHandler> Open)
{
    /// <summary>
    /// Whether a message is one of those of which only the newest counts: one that waits, because the owner can't be reached,
    /// is replaced by the next.
    /// </summary>
    public IsLatest IsLatest { get; init; } = static _ => false;
}

/// <inheritdoc cref="SessionKind.IsLatest"/>
public delegate bool IsLatest(ReadOnlySpan<byte> message);
