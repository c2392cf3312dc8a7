namespace Parley.Tests.Transcripts;

/// <summary>That the theories above really have something to replay.</summary>
public sealed class PagesAreReplayed
{
    [Theory]
    [InlineData("direct")]
    [InlineData("chatroom")]
    [InlineData("guestcall")]
    [InlineData("world")]
    [InlineData("live")]
    public void Every_transcript_has_a_title_of_its_own_and_lines(string page)
    {
        var transcripts = Transcript.Of(page);

        transcripts.Count.ShouldBeGreaterThan(20);
        transcripts.Select(t => t.Title).ShouldBeUnique();
        transcripts.ShouldAllBe(t => t.Lines.Count > 0 && t.Title.Length > 0);
        transcripts.Count.ShouldBe(File.ReadLines(Path.Combine(RepositoryFiles.Root, "docs", "protocols", page + ".md"))
            .Count(line => line.StartsWith("```transcript", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_pattern_tells_what_differs()
    {
        JsonPattern.Difference("""{"a":"<any>","b":"<time>"}""", """{"b":"2026-01-31T09:30:00.000Z","a":[1]}""").ShouldBeNull();
        JsonPattern.Difference("""{"a":1}""", """{"a":1.0}""").ShouldNotBeNull();
        JsonPattern.Difference("""{"a":1}""", """{"a":1,"b":2}""").ShouldBe("$.b: was not expected");
        JsonPattern.Difference("""{"a":1,"b":2}""", """{"a":1}""").ShouldBe("$.b: is missing");
        JsonPattern.Difference("[1,2]", "[1]").ShouldNotBeNull();
        JsonPattern.Difference("\"<time>\"", "\"yesterday\"").ShouldNotBeNull();
    }
}
