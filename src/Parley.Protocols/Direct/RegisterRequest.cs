using System.Text.Json;
using Parley.Core.Identity;
using Parley.Core.Resuming;

namespace Parley.Protocols.Direct;

/// <summary>The payload of <c>register</c>. It comes once a connection, so it is read the comfortable way.</summary>
internal sealed record RegisterRequest(
    string UserId, string? Token, string? DeviceId, string? DeviceType, IReadOnlySet<string> Contacts, ResumeRequest? Resume)
{
    public const int MaxContacts = 500;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Json.MaxDepth };

    public static MessageFault? Read(ReadOnlySpan<byte> payload, out RegisterRequest request)
    {
        request = null!;
        if (payload.IsEmpty) return new MessageFault("payload", "is missing");

        using var document = JsonDocument.Parse(payload.ToArray(), Strict);
        var root = document.RootElement;
        if (Text(root, "user_id", out var userId) is { } fault) return Under("payload", fault);
        if (userId is null) return new MessageFault("payload.user_id", "is missing");
        if (!UserIds.IsValid(userId))
            return new MessageFault("payload.user_id", "has to have 1 to 256 characters and no control characters");
        if (Text(root, "token", out var token) is { } tokenFault) return Under("payload", tokenFault);
        if (Device(root, out var deviceId, out var deviceType) is { } deviceFault) return deviceFault;
        if (ReadContacts(root, userId, out var contacts) is { } contactsFault) return contactsFault;

        if (ResumeFields.Read(root, out var resume) is { } resumeFault) return Under("payload", resumeFault);

        request = new RegisterRequest(userId, token, deviceId, deviceType, contacts, resume);
        return null;
    }

    private static MessageFault? Device(JsonElement root, out string? id, out string? type)
    {
        (id, type) = (null, null);
        if (!root.TryGetProperty("device_info", out var info) || info.ValueKind == JsonValueKind.Null) return null;
        if (info.ValueKind != JsonValueKind.Object) return new MessageFault("payload.device_info", "has to be an object");

        var fault = Text(info, "type", out type) ?? Text(info, "version", out _) ?? Text(info, "id", out id);
        return fault is null ? null : Under("payload.device_info", fault);
    }

    private static MessageFault? ReadContacts(JsonElement root, string userId, out IReadOnlySet<string> contacts)
    {
        contacts = System.Collections.Frozen.FrozenSet<string>.Empty;
        if (!root.TryGetProperty("contacts", out var list) || list.ValueKind == JsonValueKind.Null) return null;
        if (list.ValueKind != JsonValueKind.Array) return new MessageFault("payload.contacts", "has to be an array");
        if (list.GetArrayLength() > MaxContacts)
            return new MessageFault("payload.contacts", $"may name {MaxContacts} users");

        var ids = new HashSet<string>();
        foreach (var entry in list.EnumerateArray())
        {
            var id = entry.ValueKind == JsonValueKind.String ? entry.GetString() : null;
            if (!UserIds.IsValid(id)) return new MessageFault("payload.contacts", "has to hold user ids");
            if (id != userId) ids.Add(id!);
        }

        if (ids.Count > 0) contacts = ids;
        return null;
    }

    private static MessageFault? Text(JsonElement parent, string name, out string? value)
    {
        value = null;
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null) return null;
        if (element.ValueKind != JsonValueKind.String) return new MessageFault(name, "has to be a string");
        value = element.GetString();
        return null;
    }

    private static MessageFault Under(string parent, MessageFault fault) => fault with { Field = $"{parent}.{fault.Field}" };
}
