using System.Text;
using Parley.EngineIo.Packets;

namespace Parley.Tests.EngineIo.Packets;

public sealed class PacketAssemblerTests
{
    private const string Two = "52-[\"a\",{\"_placeholder\":true,\"num\":1},{\"x\":{\"_placeholder\":true,\"num\":0}}]";

    private readonly PacketAssembler assembler = new(maxAttachments: 3, maxBytes: 1000);

    [Fact]
    public void A_packet_is_whole_once_its_attachments_are_there()
    {
        Text(Two).ShouldBe((true, false));
        assembler.Waits.ShouldBeTrue();
        Binary([1]).ShouldBe((true, false));
        Binary([2, 3]).ShouldBe((true, true));

        var attachments = assembler.Finish(out var packet);

        packet.Type.ShouldBe(PacketType.BinaryEvent);
        attachments.Select(a => a.ToArray()).ShouldBe([[1], [2, 3]]);
        assembler.Waits.ShouldBeFalse();
        Text("2[\"next\"]").ShouldBe((true, true));
    }

    [Theory]
    [InlineData("51-[\"a\",{\"num\":0,\"_placeholder\":true}]")]
    [InlineData("51-[\"a\",{\"x\":{},\"_placeholder\":true,\"more\":[1],\"num\":0}]")]
    public void A_place_is_one_in_whatever_order_its_names_come(string text) => Text(text).ShouldBe((true, false));

    [Fact]
    public void Binary_out_of_nowhere_is_refused() => Binary([1]).ShouldBe((false, false));

    [Fact]
    public void Text_where_an_attachment_has_to_come_is_refused()
    {
        Text(Two);

        Text("2[\"a\"]").ShouldBe((false, false));
    }

    [Theory]
    [InlineData("51-[\"a\"]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":1}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":-1}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":0.5}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true}]")]
    [InlineData("52-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("52-[\"a\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("50-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("54-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("5999999-[\"a\",{\"_placeholder\":true,\"num\":0}]")]
    public void Attachments_have_one_place_each(string text) => Text(text).ShouldBe((false, false));

    [Fact]
    public void Together_they_are_no_larger_than_a_message()
    {
        Text(Two);
        Binary(new byte[900]).ShouldBe((true, false));

        Binary(new byte[100]).ShouldBe((false, false));
    }

    private (bool Taken, bool Complete) Text(string text) =>
        (assembler.TryTakeText(Encoding.UTF8.GetBytes(text), out _, out var complete), complete);

    private (bool Taken, bool Complete) Binary(byte[] bytes) => (assembler.TryTakeBinary(bytes, out var complete), complete);
}
