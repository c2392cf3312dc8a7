using System.Text.Json;

namespace Parley.Server.Rest;

/// <summary>Who takes part in a room's call now; the accounts are described as in signals.</summary>
internal sealed record CallStatusBody(Guid RoomId, int ParticipantCount, IReadOnlyList<CallParticipantBody> Participants);

/// <summary>An account in a call.</summary>
internal sealed record CallParticipantBody(
    string Identity, string Name, string AccountId, JsonElement Account, DateTimeOffset JoinedAt);
