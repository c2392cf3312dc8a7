using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;

namespace Parley.Tests.WebSockets.Senders;

/// <summary>A server that ends TLS itself: what it sends must not reach the socket in the clear.</summary>
public sealed class OverTls
{
    [Fact]
    public async Task Frames_are_encrypted_in_both_directions()
    {
        using var certificate = SelfSigned();
        await using var host = await ParleyHost.StartAsync(configure: builder => builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)), url: "https://127.0.0.1:0");

        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
            errors != SslPolicyErrors.RemoteCertificateNotAvailable && shown?.GetCertHashString() == certificate.GetCertHashString();
        var echo = new UriBuilder(host.Url) { Scheme = "wss", Path = "/echo" }.Uri;
        await socket.ConnectAsync(echo, TestContext.Current.CancellationToken);

        foreach (var length in new[] { 1, 200, 5_000, 300_000 })
        {
            var sent = new string('x', length);
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(sent), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
            (await ReadAsync(socket)).ShouldBe(sent);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(message.ToArray());
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
