using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Parley.Bench.Peers;

/// <summary>Makes chat rooms and their members through Parley's REST interface, before anything is measured.</summary>
internal sealed class ParleyRooms(int port, JwtSigner signer) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/chat") };

    /// <returns>Every member's seat, room after room; the owner's first.</returns>
    internal IReadOnlyList<(string Room, string Account)> Create(int rooms, int members)
    {
        var seats = new List<(string, string)>();
        for (var room = 0; room < rooms; room++)
        {
            var accounts = Enumerable.Range(room * members, members)
                .Select(i => "u" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
            var id = Post("", accounts[0], """{"name":"bench"}""").GetProperty("id").GetString()
                ?? throw new BenchException("a created room has no id");
            foreach (var account in accounts.Skip(1))
                Post($"/{id}/members", accounts[0], $$"""{"accountId":"{{account}}","role":0}""");
            seats.AddRange(accounts.Select(account => (id, account)));
        }
        return seats;
    }

    public void Dispose() => http.Dispose();

    private JsonElement Post(string path, string account, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, http.BaseAddress + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", signer.Sign(account));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        var text = reader.ReadToEnd();
        if ((int)response.StatusCode != 201)
            throw new BenchException($"POST /api/chat{path} answered {(int)response.StatusCode}, not 201: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
