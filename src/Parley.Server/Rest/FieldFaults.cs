using Parley.Core.Identity;

namespace Parley.Server.Rest;

/// <summary>Collects what is wrong with the fields of a request, all of it, by field.</summary>
internal sealed class FieldFaults
{
    private readonly Dictionary<string, string[]> faults = [];

    /// <summary>The answer, or <c>null</c> when nothing is wrong.</summary>
    public IResult? Result => faults.Count == 0
        ? null
        : TypedResults.ValidationProblem(faults, string.Join(" ", faults.Select(f => $"{f.Key}: {f.Value[0]}")));

    /// <summary>One line of text, as names and ids are; of at most 256 characters, or fewer.</summary>
    public FieldFaults Line(string field, string? value, int most = UserIds.MaxLength)
    {
        if (!UserIds.IsValid(value) || value!.Length > most || string.IsNullOrWhiteSpace(value))
            faults[field] = [$"This has to be 1 to {most} characters, without control characters, and not blank."];
        return this;
    }

    /// <summary>The same, but it may be left out.</summary>
    public FieldFaults OptionalLine(string field, string? value, int most = UserIds.MaxLength) =>
        value is null ? this : Line(field, value, most);

    /// <summary>Any other rule.</summary>
    public FieldFaults Check(string field, bool holds, string rule)
    {
        if (!holds) faults[field] = [rule];
        return this;
    }
}
