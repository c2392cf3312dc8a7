using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Parley.Server.Rest;

/// <summary>Says which field of a JSON body could not be read.</summary>
internal static class BodyFaults
{
    public static ProblemDetails Describe(int status, JsonException fault)
    {
        var field = FieldOf(fault.Path);
        if (field.Length == 0)
            return new ProblemDetails { Status = status, Detail = "The body is no JSON object, or not valid JSON." };

        return new HttpValidationProblemDetails(new Dictionary<string, string[]>
        {
            [field] = ["This field is not known here, is given twice, or its value is of another type than it should be."],
        })
        {
            Status = status,
            Detail = $"{field}: not known here, given twice, or of the wrong type.",
        };
    }

    /// <summary><c>$.profile.a</c> becomes <c>profile.a</c>.</summary>
    private static string FieldOf(string? path) => path is null or "$" ? "" : path.TrimStart('$').TrimStart('.');
}
