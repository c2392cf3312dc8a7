using System.Net;

namespace Parley.Tests.Cluster;

/// <summary><c>amqps://</c>: who answers has to show that it is the host in the address.</summary>
[Collection(QuietCollection.Name)]
public sealed class BrokerOverTls(RabbitBroker broker)
{
    [Fact]
    public async Task A_certificate_that_is_trusted_counts_for_its_own_host_alone()
    {
        await using var way = new TlsWay(broker.Port);
        await using var nodes = new NodeGroup(broker.Url);
        var pem = Path.GetTempFileName();
        await File.WriteAllTextAsync(pem, way.Pem);
        var trust = new Dictionary<string, string> { ["SSL_CERT_FILE"] = pem };
        using var http = new HttpClient();

        var (process, url) = await nodes.StartProcessAsync($"amqps://guest:guest@localhost:{way.Port}/", trust);
        await using (process)
        {
            await Eventually.IsAsync(async () => await StatusAsync(url) == HttpStatusCode.OK);
        }

        var before = way.Refused;
        (process, url) = await nodes.StartProcessAsync($"amqps://guest:guest@127.0.0.1:{way.Port}/", trust);
        await using (process)
        {
            await Eventually.Is(() => way.Refused > before + 1);
            (await StatusAsync(url)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        File.Delete(pem);

        async Task<HttpStatusCode> StatusAsync(Uri node)
        {
            using var answer = await http.GetAsync(new Uri(node, "/health/ready"));
            return answer.StatusCode;
        }
    }
}
