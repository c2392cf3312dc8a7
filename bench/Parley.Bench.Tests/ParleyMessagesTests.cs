using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Bench.Load;
using Parley.Bench.Peers;

namespace Parley.Bench.Tests;

/// <summary>What the bench sends is what docs/protocols says a client sends.</summary>
public sealed class ParleyMessagesTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(2500)]
    public void A_candidate_is_exactly_as_long_as_asked_for(int size)
    {
        var message = ParleyMessages.Candidate("a001", "b001", size);
        message.Payload.Length.ShouldBe(size);

        var json = JsonNode.Parse(message.Payload)!;
        ((string?)json["type"]).ShouldBe("ice_candidate");
        ((string?)json["sender"]).ShouldBe("a001");
        ((string?)json["receiver"]).ShouldBe("b001");
        ((string?)json["timestamp"]).ShouldBe("2026-01-01T00:00:00.000Z");
        ((string?)json["payload"]!["connection_id"]).ShouldBe("c1");
        ((string?)json["payload"]!["candidate"]).ShouldBe(Encoding.ASCII.GetString(message.Filler));
        Message.IsDelivery(message.Payload).ShouldBeTrue();
    }

    [Fact]
    public void A_room_signal_has_the_flat_shape()
    {
        var message = ParleyMessages.Signal(200);
        message.Payload.Length.ShouldBe(200);
        var json = JsonNode.Parse(message.Payload)!;
        ((string?)json["type"]).ShouldBe("ice-candidate");
        ((string?)json["candidate"]).ShouldBe(Encoding.ASCII.GetString(message.Filler));
    }

    [Fact]
    public void A_registration_names_the_user_and_the_device()
    {
        var json = JsonNode.Parse(ParleyMessages.Register("a001"))!;
        ((string?)json["type"]).ShouldBe("register");
        ((string?)json["payload"]!["user_id"]).ShouldBe("a001");
        json["payload"]!["device_info"]!["type"].ShouldNotBeNull();
        json["payload"]!["device_info"]!["version"].ShouldNotBeNull();
        Message.IsDelivery(ParleyMessages.Register("a001")).ShouldBeFalse();
    }

    [Fact]
    public void A_size_without_room_for_the_envelope_is_refused() =>
        Should.Throw<BenchException>(() => ParleyMessages.Candidate("a001", "b001", 100));

    [Fact]
    public void A_token_is_signed_with_HS256_and_expires()
    {
        var key = new string('k', 32);
        var parts = new JwtSigner(key).Sign("a001").Split('.');
        parts.Length.ShouldBe(3);
        Json(parts[0]).GetProperty("alg").GetString().ShouldBe("HS256");
        Json(parts[1]).GetProperty("sub").GetString().ShouldBe("a001");
        Json(parts[1]).GetProperty("exp").GetInt64().ShouldBeGreaterThan(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var content = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        parts[2].ShouldBe(Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), content)));
    }

    private static JsonElement Json(string part) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
