using System.Text;
using Microsoft.Net.Http.Headers;

namespace Parley.Server.Rest;

/// <summary>What WHIP and WHEP read of a request: its type, and a body of bounded length.</summary>
internal static class WhipRequest
{
    /// <summary>Most bytes of a body.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the body is of that type, whatever its parameters.</summary>
    public static bool IsOf(this HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, or why it can't be read.</summary>
    public static async Task<(string Text, IResult? Refusal)> ReadTextAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > MaxBytes) return ("", Problems.TooLarge($"A body is at most {MaxBytes} bytes here."));
            body.Write(buffer, 0, read);
        }

        try
        {
            return (Strict.GetString(body.GetBuffer(), 0, (int)body.Length), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", Problems.BadRequest("The body is not UTF-8."));
        }
    }
}
