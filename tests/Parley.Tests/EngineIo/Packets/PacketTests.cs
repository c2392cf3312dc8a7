using System.Text;
using Parley.EngineIo.Packets;

namespace Parley.Tests.EngineIo.Packets;

/// <summary>Socket.IO protocol 5, section "Packet encoding".</summary>
public sealed class PacketTests
{
    [Theory]
    [InlineData("0", '0', "", -1, "")]
    [InlineData("0{\"token\":\"123\"}", '0', "", -1, "{\"token\":\"123\"}")]
    [InlineData("0/admin,", '0', "/admin", -1, "")]
    [InlineData("0/admin,{\"sid\":1}", '0', "/admin", -1, "{\"sid\":1}")]
    [InlineData("1", '1', "", -1, "")]
    [InlineData("1/admin,", '1', "/admin", -1, "")]
    [InlineData("2[\"foo\"]", '2', "", -1, "[\"foo\"]")]
    [InlineData("212[\"foo\"]", '2', "", 12, "[\"foo\"]")]
    [InlineData("2/admin,13[\"bar\",1]", '2', "/admin", 13, "[\"bar\",1]")]
    [InlineData("2[1,2]", '2', "", -1, "[1,2]")]
    [InlineData("312[]", '3', "", 12, "[]")]
    [InlineData("3/admin,13[\"bar\"]", '3', "/admin", 13, "[\"bar\"]")]
    public void Is_cut_into_its_parts(string text, char type, string nsp, long id, string json)
    {
        Packet.TryParse(Encoding.UTF8.GetBytes(text), 10, out var packet).ShouldBeTrue();

        ((char)packet.Type).ShouldBe(type);
        Encoding.UTF8.GetString(packet.Namespace).ShouldBe(nsp);
        packet.Id.ShouldBe(id);
        Encoding.UTF8.GetString(packet.Json).ShouldBe(json);
        packet.Attachments.ShouldBe(0);
    }

    [Theory]
    [InlineData("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", 1, "", -1)]
    [InlineData("52-/admin,[\"baz\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", 2, "/admin", -1)]
    [InlineData("61-/admin,15[\"bar\",{\"_placeholder\":true,\"num\":0}]", 1, "/admin", 15)]
    public void A_binary_one_says_how_many_attachments_follow(string text, int attachments, string nsp, long id)
    {
        Packet.TryParse(Encoding.UTF8.GetBytes(text), 10, out var packet).ShouldBeTrue();

        packet.Attachments.ShouldBe(attachments);
        Encoding.UTF8.GetString(packet.Namespace).ShouldBe(nsp);
        packet.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7[\"a\"]")]
    [InlineData("x")]
    [InlineData("2")]
    [InlineData("2{}")]
    [InlineData("2[]")]
    [InlineData("2[null]")]
    [InlineData("2[{}]")]
    [InlineData("2[\"a\"")]
    [InlineData("2[\"a\"]x")]
    [InlineData("2[\"a\",]")]
    [InlineData("2[\"a\"] [\"b\"]")]
    [InlineData("2999")]
    [InlineData("2[\"\\ud800\"]")]
    [InlineData("51-[\"a\",{\"\\ud800\":{\"_placeholder\":true,\"num\":0}}]x")]
    [InlineData("21234567890123456[\"a\"]")]
    [InlineData("0[]")]
    [InlineData("0\"a\"")]
    [InlineData("1{}")]
    [InlineData("3[]")]
    [InlineData("31{}")]
    [InlineData("4{\"message\":\"only servers refuse\"}")]
    [InlineData("5[\"a\"]")]
    [InlineData("5-[\"a\"]")]
    [InlineData("5x-[\"a\"]")]
    [InlineData("5-1-[\"a\"]")]
    [InlineData("5+1-[\"a\"]")]
    [InlineData("511-[\"a\"]")]
    [InlineData("51[\"a\"]")]
    public void What_no_client_may_send_is_refused(string text) =>
        Packet.TryParse(Encoding.UTF8.GetBytes(text), 10, out _).ShouldBeFalse();

    [Theory]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    [InlineData("dis\\u0063onnect")]
    public void Reserved_names_are_no_events(string name) =>
        Packet.TryParse(Encoding.UTF8.GetBytes($"2[\"{name}\"]"), 10, out _).ShouldBeFalse();

    [Theory]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("toString")]
    public void Names_that_mean_something_elsewhere_are_names(string name) =>
        Packet.TryParse(Encoding.UTF8.GetBytes($"2[\"{name}\"]"), 10, out _).ShouldBeTrue();

    [Fact]
    public void JSON_is_no_deeper_than_64()
    {
        Packet.TryParse(Nested(63), 10, out _).ShouldBeTrue();
        Packet.TryParse(Nested(64), 10, out _).ShouldBeFalse();
        Packet.TryParse(Nested(100_000), 10, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_namespace_has_256_bytes_at_most()
    {
        Packet.TryParse(Encoding.UTF8.GetBytes("0/" + new string('a', 255) + ","), 10, out _).ShouldBeTrue();
        Packet.TryParse(Encoding.UTF8.GetBytes("0/" + new string('a', 256) + ","), 10, out _).ShouldBeFalse();
    }

    private static byte[] Nested(int depth) =>
        Encoding.UTF8.GetBytes("2[\"a\"," + new string('[', depth) + new string(']', depth) + "]");
}
