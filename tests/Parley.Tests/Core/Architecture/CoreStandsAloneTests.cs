namespace Parley.Tests.Core.Architecture;

public sealed class CoreStandsAloneTests
{
    [Fact]
    public void The_core_references_nothing_but_the_BCL()
    {
        using var core = new AssemblyFile("Parley.Core");
        var bcl = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        core.References.ShouldContain("System.Runtime");
        foreach (var reference in core.References)
        {
            reference.ShouldStartWith("System.");
            File.Exists(Path.Combine(bcl, reference + ".dll")).ShouldBeTrue($"{reference} is not of the BCL");
        }
    }

    [Fact]
    public void The_core_names_no_protocol_broker_database_or_media_server()
    {
        using var core = new AssemblyFile("Parley.Core");

        core.Names.ShouldContain("UserMailbox");
        core.Literals.ShouldContain("Parley");
        core.Names.Concat(core.Literals).Where(text => ForeignWords.In(text).Any()).ShouldBeEmpty();
    }

    [Fact]
    public void Where_protocols_are_named_they_are_found()
    {
        using var protocols = new AssemblyFile("Parley.Protocols");
        var inNames = protocols.Names.SelectMany(ForeignWords.In).ToHashSet();
        var inLiterals = protocols.Literals.SelectMany(ForeignWords.In).ToHashSet();

        inNames.ShouldContain("direct");
        inNames.ShouldContain("chatroom");
        inLiterals.ShouldContain("direct");
        inLiterals.ShouldContain("chatroom");
    }

    [Theory]
    [InlineData("UserDirectory")]
    [InlineData("Redirected")]
    [InlineData("IsAlive")]
    [InlineData("LivesOn")]
    [InlineData("Worldly")]
    [InlineData("Live rooms; a user's mailbox is one.")]
    public void Words_that_only_look_like_it_are_not(string text)
    {
        ForeignWords.In(text).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DirectSession", "direct")]
    [InlineData("IsLive", "live")]
    [InlineData("/world", "world")]
    [InlineData("chatRoomKind", "chatroom")]
    [InlineData("chat_room", "chatroom")]
    [InlineData("GUESTCALL", "guestcall")]
    [InlineData("asks RabbitMQ for it", "rabbit")]
    [InlineData("SqliteStore", "sqlite")]
    public void Names_are_found_however_they_are_written(string text, string word)
    {
        ForeignWords.In(text).ShouldContain(word);
    }
}
