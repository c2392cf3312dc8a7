using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Parley.EngineIo;

/// <summary>What a client brought along: what middleware decides by.</summary>
public sealed class SocketIoHandshake
{
    private readonly string query;
    private readonly byte[] auth;

    internal SocketIoHandshake(string sessionQuery, IPAddress? address, DateTimeOffset at, ReadOnlySpan<byte> auth)
    {
        query = sessionQuery;
        Address = address;
        At = at;
        this.auth = auth.IsEmpty ? [] : auth.ToArray();
    }

    /// <summary>Where the session was opened from.</summary>
    public IPAddress? Address { get; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; }

    /// <summary>What came with CONNECT, as JSON: an object, or empty.</summary>
    public ReadOnlyMemory<byte> Auth => auth;

    /// <summary>Whatever middleware found out about the client, for those who come after it.</summary>
    public object? Data { get; set; }

    /// <summary>The query of the request that opened the session.</summary>
    public IReadOnlyDictionary<string, StringValues> Query => QueryHelpers.ParseQuery(query);

    /// <summary>A text in <see cref="Auth"/>; <c>null</c> when it is not there or none.</summary>
    public string? AuthText(string name)
    {
        if (auth.Length == 0) return null;
        using var document = JsonDocument.Parse(auth);
        try
        {
            return document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is JSON, but no text.
            return null;
        }
    }
}
