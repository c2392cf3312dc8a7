namespace Parley.Tests.Transcripts;

/// <summary>One <c>transcript</c> block of a page in docs/protocols.</summary>
/// <param name="Page">The page's file name without its ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Lines">Its lines, the title not among them.</param>
public sealed record Transcript(string Page, string Title, IReadOnlyList<TranscriptLine> Lines)
{
    /// <summary>All transcripts of a page.</summary>
    public static IReadOnlyList<Transcript> Of(string page)
    {
        var path = Path.Combine(RepositoryFiles.Root, "docs", "protocols", page + ".md");
        var transcripts = new List<Transcript>();
        List<TranscriptLine>? current = null;
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line == "```transcript")
            {
                current = [];
            }
            else if (line == "```" && current is not null)
            {
                transcripts.Add(new Transcript(page, current[0].Text.TrimStart('#', ' '), current[1..]));
                current = null;
            }
            else if (line.Length > 0)
            {
                current?.Add(new TranscriptLine(number, line));
            }
        }

        return transcripts;
    }
}

/// <summary>A line of a transcript.</summary>
public sealed record TranscriptLine(int Number, string Text);
