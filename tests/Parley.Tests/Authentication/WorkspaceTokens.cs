using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

/// <summary>What <c>world</c> reads in a token beside who it is.</summary>
public sealed class WorkspaceTokens : IAsyncDisposable
{
    private readonly VerifierBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public void All_claims_are_read()
    {
        var identity = WorkspaceClaims.IdentityOf(Verify(
            """{"sub":"s","user_id":"u","workspace_id":"acme","roles":["Admin","Guest",7],"display_name":"Ada","avatar_id":"owl","exp":$}""").Token!);

        identity.UserId.ShouldBe("u");
        identity.WorkspaceId.ShouldBe("acme");
        identity.Roles.ShouldBe(["Admin", "Guest"]);
        identity.DisplayName.ShouldBe("Ada");
        identity.AvatarId.ShouldBe("owl");
    }

    [Fact]
    public void The_subject_is_the_user_and_the_name_is_shown_where_nothing_else_is_said()
    {
        var identity = WorkspaceClaims.IdentityOf(Verify("""{"sub":"s","name":"Sam","roles":"Editor","workspace_id":["acme"],"exp":$}""").Token!);

        identity.UserId.ShouldBe("s");
        identity.DisplayName.ShouldBe("Sam");
        identity.Roles.ShouldBe(["Editor"]);
        identity.WorkspaceId.ShouldBeNull();
        identity.AvatarId.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"user_id":7,"sub":"s","exp":$}""")]
    [InlineData("""{"user_id":"","sub":"s","exp":$}""")]
    [InlineData("""{"workspace_id":"acme","exp":$}""")]
    public void A_token_without_a_usable_user_is_refused(string payload) => Verify(payload).Failure.ShouldBe(TokenFailure.NoSubject);

    [Fact]
    public void Elsewhere_user_id_counts_for_nothing() =>
        bench.Verifier.Verify(Token("""{"user_id":"u","exp":$}""")).Failure.ShouldBe(TokenFailure.NoSubject);

    private TokenResult Verify(string payload) => bench.Verifier.VerifyWith("user_id", Token(payload));

    private string Token(string payload) =>
        TokenForge.Hs256(payload.Replace("$", $"{bench.Seconds(60)}", StringComparison.Ordinal));
}
