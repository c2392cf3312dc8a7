using Parley.Core.Sessions;
using Parley.Tests.WebSockets.Connections;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets;

/// <summary>RFC 6455, section 4.2.</summary>
public sealed class WebSocketUpgradeTests
{
    private readonly UpgradeRequest request = new();

    [Fact]
    public void A_request_as_the_RFC_wants_it_is_one()
    {
        WebSocketUpgrade.IsRequest(request.Context, out var fault).ShouldBeTrue(fault);
    }

    [Fact]
    public void Names_are_compared_without_regard_to_case()
    {
        request.Context.Request.Headers.Upgrade = "WebSocket";

        WebSocketUpgrade.IsRequest(request.Context, out var fault).ShouldBeTrue(fault);
    }

    [Fact]
    public void It_is_opened_by_GET()
    {
        request.Context.Request.Method = "POST";

        FaultShouldSay("GET");
    }

    [Fact]
    public void It_has_to_ask_for_an_upgrade()
    {
        request.IsUpgradableRequest = false;

        FaultShouldSay("'Connection: Upgrade'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("h2c")]
    public void It_has_to_ask_for_a_websocket(string upgrade)
    {
        request.Context.Request.Headers.Upgrade = upgrade;

        FaultShouldSay("'Upgrade: websocket'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("12")]
    public void The_version_is_13(string version)
    {
        request.Context.Request.Headers.SecWebSocketVersion = version;

        FaultShouldSay("Sec-WebSocket-Version");
    }

    [Theory]
    [InlineData("")]
    [InlineData("dGhlIHNhbXBsZSBub25j")]
    [InlineData("dGhlIHNhbXBsZSBub25jZSE=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=!")]
    [InlineData("not base64 at all, is it")]
    public void The_key_is_16_bytes_in_Base64(string key)
    {
        request.Context.Request.Headers.SecWebSocketKey = key;

        FaultShouldSay("Sec-WebSocket-Key");
    }

    [Fact]
    public void There_is_one_key()
    {
        request.Context.Request.Headers.SecWebSocketKey = new(["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="]);

        FaultShouldSay("Sec-WebSocket-Key");
    }

    [Fact]
    public async Task The_answer_is_that_of_the_RFC_s_example()
    {
        await WebSocketUpgrade.AcceptAsync(
            request.Context, new PipedServer().Services, new WebSocketLimits(), new OutboxLimits(), "chat");

        var headers = request.Context.Response.Headers;
        headers.SecWebSocketAccept.ToString().ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        headers.Upgrade.ToString().ShouldBe("websocket");
        headers.Connection.ToString().ShouldBe("Upgrade");
        headers.SecWebSocketProtocol.ToString().ShouldBe("chat");
        headers.SecWebSocketExtensions.ShouldBeEmpty();
        request.WasUpgraded.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_subprotocol_none_is_named()
    {
        await WebSocketUpgrade.AcceptAsync(
            request.Context, new PipedServer().Services, new WebSocketLimits(), new OutboxLimits());

        request.Context.Response.Headers.SecWebSocketProtocol.ShouldBeEmpty();
    }

    private void FaultShouldSay(string what)
    {
        WebSocketUpgrade.IsRequest(request.Context, out var fault).ShouldBeFalse();
        fault.ShouldContain(what);
    }
}
