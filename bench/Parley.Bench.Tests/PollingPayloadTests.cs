using System.Buffers;
using System.Text;
using Parley.Bench.Polling;

namespace Parley.Bench.Tests;

public sealed class PollingPayloadTests
{
    [Theory]
    [InlineData("2")]
    [InlineData("42[\"signal\",{}]", "2", "42[\"signal\",{}]")]
    [InlineData("4", "6")]
    public void Packets_are_joined_and_split(params string[] packets)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
            PollingPayload.Add(body, Encoding.ASCII.GetBytes(packet));
        Encoding.ASCII.GetString(body.WrittenSpan).ShouldBe(string.Join('\x1e', packets));

        var read = new List<string>();
        foreach (var packet in PollingPayload.Split(body.WrittenSpan))
            read.Add(Encoding.ASCII.GetString(body.WrittenSpan[packet]));
        read.ShouldBe(packets);
    }

    [Fact]
    public void The_open_packet_names_the_session() =>
        PollingPayload.SessionId("0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"]}"u8).ShouldBe("lv_VI97HAXpY6yYWAAAC");

    [Fact]
    public void Without_a_session_there_is_no_client() =>
        Should.Throw<BenchException>(() => PollingPayload.SessionId("{\"code\":3}"u8));

    [Fact]
    public void A_POST_tells_the_length_of_its_body()
    {
        var request = new ArrayBufferWriter<byte>();
        PollingRequest.WritePost(request, PollingRequest.PostHead("/socket.io/?sid=a"), "42[\"signal\"]"u8);
        var text = Encoding.ASCII.GetString(request.WrittenSpan);
        text.ShouldStartWith("POST /socket.io/?sid=a HTTP/1.1\r\nHost: ");
        text.ShouldEndWith("\r\nContent-Length: 12\r\n\r\n42[\"signal\"]");
    }
}
