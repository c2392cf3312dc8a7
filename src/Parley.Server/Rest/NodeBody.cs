namespace Parley.Server.Rest;

/// <summary>How this server is.</summary>
/// <param name="State"><c>serving</c>, <c>draining</c>, or <c>drained</c> when nobody is left, and no room that another node could have.</param>
/// <param name="Connections">Clients that are connected.</param>
/// <param name="Away">Sessions without a connection, whose clients may come back.</param>
/// <param name="Deadline">When clients that have not moved are cut. Absent while none is asked to.</param>
internal sealed record NodeBody(string State, int Connections, int Away, string? Deadline = null);
