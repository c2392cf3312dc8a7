using Microsoft.AspNetCore.Http;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class TokenPlaces
{
    [Fact]
    public void Direct_takes_the_header_before_the_query_before_the_subprotocol()
    {
        var request = Request("?access_token=q1&token=q2");
        request.Headers.Authorization = "Bearer h";
        request.Headers.SecWebSocketProtocol = "bearer, s";
        TokenSource.ForDirect(request).ShouldBe("h");

        request.Headers.Remove("Authorization");
        TokenSource.ForDirect(request).ShouldBe("q1");
        request.QueryString = new QueryString("?token=q2");
        TokenSource.ForDirect(request).ShouldBe("q2");
        request.QueryString = default;
        TokenSource.ForDirect(request).ShouldBe("s");
        request.Headers.Remove("Sec-WebSocket-Protocol");
        TokenSource.ForDirect(request).ShouldBeNull();
    }

    [Fact]
    public void ChatRoom_takes_the_query_before_the_header_before_the_cookie()
    {
        var request = Request("?access_token=q2&tk=q1");
        request.Headers.Authorization = "Bearer h";
        request.Headers.Cookie = "AuthToken=c";
        FoundIn(request).ShouldBe(("q1", false));

        request.QueryString = new QueryString("?access_token=q2");
        FoundIn(request).ShouldBe(("q2", false));
        request.QueryString = default;
        FoundIn(request).ShouldBe(("h", false));
        request.Headers.Remove("Authorization");
        FoundIn(request).ShouldBe(("c", true));
        request.Headers.Remove("Cookie");
        FoundIn(request).ShouldBe((null, false));
    }

    [Theory]
    [InlineData("bearer tok", "tok")]
    [InlineData("BEARER   tok ", "tok")]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Bearertok", null)]
    [InlineData("Basic dXNlcjpwYXNz", null)]
    [InlineData("", null)]
    public void The_header_counts_for_its_scheme(string header, string? token)
    {
        var request = Request();
        request.Headers.Authorization = header;

        TokenSource.FromHeader(request).ShouldBe(token);
    }

    [Theory]
    [InlineData("bearer, tok", "tok")]
    [InlineData("chat, Bearer , tok, more", "tok")]
    [InlineData("bearer", null)]
    [InlineData("tok, bearer", null)]
    [InlineData("", null)]
    public void The_subprotocol_after_bearer_is_the_token(string offered, string? token)
    {
        var request = Request();
        request.Headers.SecWebSocketProtocol = offered;

        TokenSource.FromSubprotocols(request).ShouldBe(token);
    }

    [Fact]
    public void An_empty_place_does_not_hide_the_next() => TokenSource.ForDirect(Request("?access_token=&token=t")).ShouldBe("t");

    [Fact]
    public void A_token_given_twice_is_none_that_a_verifier_takes() =>
        TokenSource.ForDirect(Request("?token=a&token=b")).ShouldBe("a,b");

    private static (string? Token, bool FromCookie) FoundIn(HttpRequest request) =>
        (TokenSource.ForChatRoom(request, out var fromCookie), fromCookie);

    private static HttpRequest Request(string query = "") => new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}
