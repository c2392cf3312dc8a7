using System.Text;
using Parley.Bench.Polling;

namespace Parley.Bench.Tests;

public sealed class ResponseTests
{
    private const string WithLength = "HTTP/1.1 200 OK\r\nDate: now\r\ncontent-length: 5\r\nConnection: keep-alive\r\n\r\nhello";

    private const string InChunks =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB;name=value\r\n long world\r\n0\r\n\r\n";

    [Theory]
    [InlineData(WithLength, "hello")]
    [InlineData(InChunks, "hello long world")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "")]
    public void A_body_is_read_by_its_length_or_by_its_chunks(string response, string body) => Read(response).ShouldBe([body]);

    [Fact]
    public void Responses_follow_each_other() =>
        Read(WithLength + InChunks + InChunks + WithLength).ShouldBe(["hello", "hello long world", "hello long world", "hello"]);

    [Theory]
    [InlineData(WithLength)]
    [InlineData(InChunks)]
    public void A_response_that_is_not_all_there_waits_untouched(string response)
    {
        for (var cut = 0; cut < response.Length; cut++)
        {
            var received = Encoding.ASCII.GetBytes(WithLength + response[..cut]);
            var scanner = new ResponseScanner(received);
            scanner.MoveNext().ShouldBeTrue();
            scanner.MoveNext().ShouldBeFalse();
            Encoding.ASCII.GetString(scanner.Rest).ShouldBe(response[..cut]);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n")]
    public void What_is_no_answer_to_a_poll_is_refused(string response) =>
        Should.Throw<BenchException>(() => Read(response));

    private static List<string> Read(string responses)
    {
        var scanner = new ResponseScanner(Encoding.ASCII.GetBytes(responses));
        var bodies = new List<string>();
        while (scanner.MoveNext())
            bodies.Add(Encoding.ASCII.GetString(scanner.Body));
        scanner.Rest.Length.ShouldBe(0);
        return bodies;
    }
}
