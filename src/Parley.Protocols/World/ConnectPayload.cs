using System.Text.Json;
using Parley.Core.Identity;
using Parley.Core.Resuming;

namespace Parley.Protocols.World;

/// <summary>The payload of <c>CONNECT</c>. It comes once a connection, so it is read the comfortable way.</summary>
internal sealed record ConnectPayload(string Token, string? ClientVersion, bool Batches, ResumeRequest? Resume)
{
    private const int MostCapabilities = 32;
    private const int LongestVersion = 64;

    public static MessageFault? Read(in WorldEnvelope envelope, out ConnectPayload payload)
    {
        payload = null!;
        if (WorldPayloads.Parse(envelope, out var root) is { } fault) return fault;
        if (WorldPayloads.Text(root, "token", int.MaxValue, out var token) is { } tokenFault) return tokenFault;
        if (token is null) return new MessageFault("payload.token", "is missing");
        if (WorldPayloads.Text(root, "client_version", LongestVersion, out var version) is { } versionFault) return versionFault;
        // It is logged.
        if (version is not null && !UserIds.IsValid(version))
            return new MessageFault("payload.client_version", "has to be one line of text");
        if (ReadCapabilities(root, out var batches) is { } capabilityFault) return capabilityFault;
        if (ResumeFields.Read(root, out var resume) is { } resumeFault)
            return resumeFault with { Field = $"payload.{resumeFault.Field}" };

        payload = new ConnectPayload(token, version, batches, resume);
        return null;
    }

    /// <summary>Capabilities that this server does not know are for others.</summary>
    private static MessageFault? ReadCapabilities(JsonElement root, out bool batches)
    {
        batches = false;
        if (!root.TryGetProperty("capabilities", out var list) || list.ValueKind == JsonValueKind.Null) return null;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostCapabilities
            || list.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
        {
            return new MessageFault("payload.capabilities", $"has to be a list of at most {MostCapabilities} strings");
        }

        batches = list.EnumerateArray().Any(c => c.ValueEquals("presence_batch"u8));
        return null;
    }
}
