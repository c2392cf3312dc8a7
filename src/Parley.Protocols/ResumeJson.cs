using System.Text.Json;
using Parley.Core.Resuming;

namespace Parley.Protocols;

/// <summary>The answer to a client that asked for resuming, as all protocols write it; see docs/resume.md.</summary>
internal static class ResumeJson
{
    /// <summary>Writes it as an object; nothing where there is none.</summary>
    public static void WriteResume(this Utf8JsonWriter json, ResumeAnswer? answer)
    {
        if (answer is null) return;
        json.WriteStartObject("resume"u8);
        json.WriteString("result"u8, answer.ResultName);
        json.WriteString("token"u8, answer.Token);
        json.WriteNumber("seq"u8, answer.Seq);
        json.WriteNumber("received"u8, answer.Received);
        json.WriteNumber("grace"u8, answer.Grace.TotalSeconds);
        if (answer.Reason is { } reason) json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }
}
