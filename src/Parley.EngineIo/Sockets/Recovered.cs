using Parley.Core.Messages;

namespace Parley.EngineIo.Sockets;

/// <summary>What a client that came back gets back.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PrivateId">What it proved to be that socket with; clients that get another one think they were not recovered.</param>
/// <param name="Rooms">Its rooms.</param>
/// <param name="Data">What the application kept with it.</param>
/// <param name="Missed">Packets it did not get, in order.</param>
internal sealed record Recovered(string Id, string PrivateId, HashSet<string> Rooms, object? Data, IReadOnlyList<Frame[]> Missed);
