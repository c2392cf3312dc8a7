using System.Text.Json;
using Parley.Core.Resuming;

namespace Parley.Protocols;

/// <summary>
/// What a client says of resuming in a JSON object: <c>resume</c>, a token or empty, and <c>seq</c>; or <c>resume</c> as an
/// object with <c>token</c> and <c>seq</c>.
/// </summary>
internal static class ResumeFields
{
    /// <summary>Reads them; without <c>resume</c> nobody asks.</summary>
    public static MessageFault? Read(JsonElement parent, out ResumeRequest? request)
    {
        request = null;
        if (!parent.TryGetProperty("resume"u8, out var token) || token.ValueKind == JsonValueKind.Null) return null;

        var (said, under) = (parent, "");
        if (token.ValueKind == JsonValueKind.Object)
        {
            (said, under) = (token, "resume.");
            if (!said.TryGetProperty("token"u8, out token)) return new MessageFault("resume.token", "is missing");
        }

        if (token.ValueKind != JsonValueKind.String)
            return new MessageFault(under.Length == 0 ? "resume" : "resume.token", "has to be the token of the last answer, or empty");

        var seen = 0L;
        if (said.TryGetProperty("seq"u8, out var seq) && !(seq.ValueKind == JsonValueKind.Number && seq.TryGetInt64(out seen) && seen >= 0))
            return new MessageFault($"{under}seq", "has to be the number of the last message that came, from 0 on");

        request = new ResumeRequest(token.GetString()!, seen);
        return null;
    }
}
