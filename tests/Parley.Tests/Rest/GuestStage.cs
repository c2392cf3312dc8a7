using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Parley.Tests.Rest;

/// <summary>What guests do over REST.</summary>
internal static class GuestStage
{
    /// <summary>A session begun with this body; <c>data</c> of the answer.</summary>
    public static async Task<JsonElement> BeginGuestAsync(this HttpClient http, string body = "{}") =>
        (await (await http.PostAsync("/api/guest", Answers.Json(body))).ShouldBeAsync(HttpStatusCode.Created)).GetProperty("data");

    public static async Task<string> GuestTokenAsync(this HttpClient http) =>
        (await http.BeginGuestAsync()).GetProperty("token").GetString()!;

    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient http, HttpMethod method, string path, string? token, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Answers.Json(body) };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return http.SendAsync(request);
    }

    /// <summary>A problem that readers of <c>success</c> and <c>message</c> understand too.</summary>
    public static async Task<JsonElement> ShouldBeGuestProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string message)
    {
        var problem = await response.ShouldBeProblemAsync(status, message);
        problem.GetProperty("success").GetBoolean().ShouldBeFalse();
        problem.GetProperty("message").GetString().ShouldBe(problem.GetProperty("detail").GetString());
        return problem;
    }
}
