using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.ChatRoom;

/// <summary>Participants on the wire, in the welcome and in the room's status.</summary>
public static class ParticipantsJson
{
    /// <summary>Writes them as an array of <c>{identity, name, accountId, account, joinedAt}</c>.</summary>
    public static void WriteParticipants(
        this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Participant> participants)
    {
        json.WriteStartArray(name);
        foreach (var (account, joinedAt) in participants)
        {
            json.WriteStartObject();
            json.WriteString("identity"u8, account.Name);
            json.WriteString("name"u8, account.Nick);
            json.WriteString("accountId"u8, account.Id);
            json.WritePropertyName("account"u8);
            json.WriteRawValue(account.Info, skipInputValidation: true);
            json.WriteTimestamp("joinedAt"u8, joinedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
