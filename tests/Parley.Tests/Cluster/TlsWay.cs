using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Tests.Cluster;

/// <summary>A way to a port of 127.0.0.1 by TLS, with a certificate of its own for <c>localhost</c>.</summary>
internal sealed class TlsWay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 certificate = NewCertificate();
    private readonly int target;
    private readonly Task accepting;
    private int refused;

    public TlsWay(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>What has to be trusted by whoever connects.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary>How many went away without a word of what is behind it.</summary>
    public int Refused => Volatile.Read(ref refused);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        certificate.Dispose();
        stopping.Dispose();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var client = near;
        using var far = new TcpClient();
        var there = new byte[64 * 1024];
        try
        {
            await using var tls = new SslStream(near.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping.Token);
            if (await tls.ReadAsync(there, stopping.Token) is not (> 0 and var first))
            {
                Interlocked.Increment(ref refused);
                return;
            }

            await far.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
            await far.GetStream().WriteAsync(there.AsMemory(0, first), stopping.Token);
            await Task.WhenAny(tls.CopyToAsync(far.GetStream(), stopping.Token), far.GetStream().CopyToAsync(tls, stopping.Token));
        }
        catch (Exception failure) when (failure is System.Security.Authentication.AuthenticationException or IOException)
        {
            if (!far.Connected) Interlocked.Increment(ref refused);
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }
}
