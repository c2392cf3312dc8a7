using System.Text.Json;
using Parley.Core.Storage;
using Parley.Storage.Rows;

namespace Parley.Storage.Postgres;

/// <summary>Reads what the triggers of the tables write.</summary>
internal static class PostgresNotice
{
    /// <summary>Where it is told.</summary>
    public const string Channel = "parley_changes";

    /// <summary>
    /// The change; <c>null</c> for one in another schema, one that only a newer build knows, and what somebody else has put
    /// on the channel.
    /// </summary>
    public static StoreChange? Read(string payload, string schema)
    {
        try
        {
            using var notice = JsonDocument.Parse(payload);
            return notice.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "schema") == schema ? Read(root) : null;
        }
        catch (Exception unreadable) when (unreadable
            is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static StoreChange? Read(JsonElement notice) => Text(notice, "kind") switch
    {
        "member" => new MemberRemoved(Guid.Parse(Text(notice, "room_id")), Text(notice, "account_id")),
        "room" => new RoomDeleted(Guid.Parse(Text(notice, "id"))),
        "guest" => new GuestEnded(Guid.Parse(Text(notice, "session_id"))),
        "moderation" => new UserModerated(
            Text(notice, "room"),
            Text(notice, "action"),
            Text(notice, "target_id"),
            Time.From(notice.GetProperty("at").GetInt64()).AddSeconds(notice.GetProperty("duration_seconds").GetInt32())),
        "file" => new FileChanged(Text(notice, "name")),
        "missed" => new ChangesMissed(),
        _ => null,
    };

    private static string Text(JsonElement notice, string field) => notice.GetProperty(field).GetString() ?? "";
}
