using System.Buffers;
using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Storage;

namespace Parley.Protocols.ChatRoom;

/// <summary>Who takes part, as others see it; written once for each connection, since every signal carries it.</summary>
public sealed class Account
{
    /// <param name="id">The token's <c>sub</c>.</param>
    /// <param name="profile">How the account is shown; <c>null</c> when it never said.</param>
    public Account(string id, ProfileRecord? profile)
    {
        Id = id;
        Profile = profile;
        Name = profile?.Name ?? id;
        Nick = profile?.Nick ?? Name;
        Info = Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, Id);
            json.WriteString("name"u8, Name);
            json.WriteString("nick"u8, Nick);
            json.WritePropertyName("profile"u8);
            json.WriteRawValue(profile?.ProfileJson ?? "{}");
            if (profile is null) json.WriteNull("updatedAt"u8);
            else json.WriteTimestamp("updatedAt"u8, profile.UpdatedAt);
            json.WriteEndObject();
        });
        var rawId = Write(json => json.WriteStringValue(Id));
        SenderFields =
        [
            .. "\"senderAccountId\":"u8, .. rawId, .. ",\"senderInfo\":"u8, .. Info,
            .. ",\"SenderAccountId\":"u8, .. rawId, .. ",\"SenderInfo\":"u8, .. Info,
        ];
    }

    /// <summary>The token's <c>sub</c>.</summary>
    public string Id { get; }

    /// <summary>How the account is shown; <c>null</c> when it never said.</summary>
    public ProfileRecord? Profile { get; }

    /// <summary>Its unique name.</summary>
    public string Name { get; }

    /// <summary>The name people see.</summary>
    public string Nick { get; }

    /// <summary>The account as a JSON object: <c>senderInfo</c>.</summary>
    internal byte[] Info { get; }

    /// <summary>The sender fields in both spellings, as JSON without braces.</summary>
    internal byte[] SenderFields { get; }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
