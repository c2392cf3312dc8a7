using Parley.Core.Sessions;

namespace Parley.RabbitMq;

/// <summary>How a protocol's session is opened on whichever node its room lives.</summary>
/// <param name="Name">The protocol's name.</param>
/// <param name="Open">
/// Opens one on a connection, from what was made of the client's request where it came in; then follows whether it was
/// open on another node before, so that its client is to be asked and told nothing, and what its
/// <see cref="IMessageHandler.HandOff"/> gave there, or <c>null</c>.
/// </param>
public sealed record SessionKind(string Name, Func<IConnection, byte[], bool, byte[]?, IMessageHandler> Open);
