namespace Parley.Protocols.World;

/// <summary>Somebody holds an object.</summary>
/// <param name="ObjectId">Which.</param>
/// <param name="UserId">Who.</param>
/// <param name="LockId">
/// The fencing token: whoever gets the object, or any other, later has a greater one, so that who keeps what people do
/// with an object can tell the holder of now from one of before.
/// </param>
internal sealed record ObjectLock(string ObjectId, string UserId, Guid LockId);
