using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Protocols.Live;

/// <summary>Reads <c>ss</c>.</summary>
internal static class SessionField
{
    /// <summary>What is wrong with it, or <c>null</c>.</summary>
    /// <param name="json">The object as it was sent; JSON.</param>
    /// <param name="session">What it says.</param>
    public static MessageFault? Read(ReadOnlySpan<byte> json, out LiveSessionInfo? session)
    {
        session = null;
        string? userId = null, sessionId = null, category = null, host = null, deviceId = null;
        var reader = new Utf8JsonReader(json, Json.Strict);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var fault = reader.ValueTextEquals("userId"u8) ? ReadName(ref reader, "ss.userId", ref userId)
                : reader.ValueTextEquals("sessionId"u8) ? ReadName(ref reader, "ss.sessionId", ref sessionId)
                : reader.ValueTextEquals("category"u8) ? ReadName(ref reader, "ss.category", ref category)
                : reader.ValueTextEquals("host"u8) ? ReadName(ref reader, "ss.host", ref host)
                : reader.ValueTextEquals("deviceId"u8) ? ReadName(ref reader, "ss.deviceId", ref deviceId)
                : Pass(ref reader);
            if (fault is not null) return fault;
        }

        if (userId is null) return Missing("ss.userId");
        if (sessionId is null) return Missing("ss.sessionId");
        if (deviceId is null) return Missing("ss.deviceId");
        if (category is null || !LiveSessionInfo.IsCategory(category))
            return new MessageFault("ss.category", "has to be stream or screenshare");
        if (host is null || !LiveSessionInfo.IsHost(host))
            return new MessageFault("ss.host", "has to be iOS, iOS_EX, Android, Web or Web_Studio");

        session = new LiveSessionInfo(userId, sessionId, category, host, deviceId);
        return null;
    }

    private static MessageFault? ReadName(scoped ref Utf8JsonReader reader, string field, ref string? value)
    {
        reader.Read();
        if (value is not null) return new MessageFault(field, "is there twice");
        if (reader.TokenType != JsonTokenType.String) return new MessageFault(field, "has to be a string");
        value = reader.Name();
        return UserIds.IsValid(value)
            ? null
            : new MessageFault(field, $"has to have 1 to {UserIds.MaxLength} characters, none of them a control character");
    }

    private static MessageFault? Pass(scoped ref Utf8JsonReader reader)
    {
        reader.Skip();
        return null;
    }

    private static MessageFault Missing(string field) => new(field, "is missing");
}
