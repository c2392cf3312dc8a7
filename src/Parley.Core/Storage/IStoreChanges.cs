namespace Parley.Core.Storage;

/// <summary>
/// What happens in the store and concerns those who are connected, on whichever node it was done: who was removed is to
/// be closed by every node at once.
/// </summary>
/// <remarks>
/// A change is told after it is durable, to every listener of every node, the one included that did it, and more than
/// once where that can't be avoided. Changes that may have been missed, because the way to the database was broken, are
/// told as one <see cref="ChangesMissed"/>.
/// </remarks>
public interface IStoreChanges
{
    /// <summary>
    /// Tells of changes until it is cancelled, and goes on by itself when the database was away. A store of several nodes
    /// begins with <see cref="ChangesMissed"/>; from then on nothing is missed unsaid.
    /// </summary>
    /// <param name="onChange">Is called one change after another; neither blocks nor throws.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(Action<StoreChange> onChange, CancellationToken cancellationToken);
}
