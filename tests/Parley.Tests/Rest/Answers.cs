using System.Net;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Rest;

/// <summary>What tests say of answers.</summary>
internal static class Answers
{
    /// <summary>The status is this; returns the JSON body, an empty object where there is none.</summary>
    public static async Task<JsonElement> ShouldBeAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        return text.Length == 0 ? JsonElement.Parse("{}") : JsonElement.Parse(text);
    }

    /// <summary>A problem (RFC 9457) of this status, whose detail has this in it.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string detail = "")
    {
        var problem = await response.ShouldBeAsync(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        if (detail.Length > 0) problem.GetProperty("detail").GetString()!.ShouldContain(detail);
        return problem;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
