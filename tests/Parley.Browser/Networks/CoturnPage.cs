using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Browser.Hosting;

namespace Parley.Browser.Networks;

/// <summary>
/// The coturn configuration that docs/turn.md gives, with addresses, secret and certificate of the tests in the place of
/// the page's examples. So what the page says is what is tested.
/// </summary>
internal static class CoturnPage
{
    /// <summary>Addresses that look public to coturn. There is no way from a test's network to their owners.</summary>
    public const string Address = "20.0.0.1", AddressV6 = "2a00::1";

    /// <summary>The secret that the tests and coturn share.</summary>
    public const string Secret = "a secret of the tests";

    /// <summary>Writes the configuration into a folder, beside the certificate that it names.</summary>
    /// <param name="folder">A folder of the caller's.</param>
    /// <param name="change">Changes lines; <c>null</c> drops one.</param>
    /// <returns>The file.</returns>
    public static string Write(DirectoryInfo folder, Func<string, string?>? change = null)
    {
        var (certificate, key) = WriteCertificate(folder);
        var text = Block();
        Put("=198.51.100.7\n", $"={Address}\n");
        Put("=2001:db8::7\n", $"={AddressV6}\n");
        Put("static-auth-secret=CHANGE-ME\n", $"static-auth-secret={Secret}\n");
        Put("cert=/etc/coturn/turn.example.org.crt\n", $"cert={certificate}\n");
        Put("pkey=/etc/coturn/turn.example.org.key\n", $"pkey={key}\n");
        var path = Path.Combine(folder.FullName, "turnserver.conf");
        File.WriteAllLines(path, text.Split('\n').Select(line => change is null ? line : change(line)).OfType<string>());
        return path;

        void Put(string example, string actual)
        {
            text.ShouldContain(example, customMessage: "docs/turn.md has changed: what do the tests put here now?");
            text = text.Replace(example, actual, StringComparison.Ordinal);
        }
    }

    /// <summary>The value that the page gives an option.</summary>
    public static int Number(string option) =>
        int.Parse(Block().Split('\n').Single(line => line.StartsWith($"{option}=", StringComparison.Ordinal))[(option.Length + 1)..], null);

    private static string Block()
    {
        var page = File.ReadAllText(Path.Combine(Built.Repository, "docs", "turn.md")).ReplaceLineEndings("\n");
        var blocks = page.Split("```conf\n");
        blocks.Length.ShouldBe(2, "docs/turn.md should have one conf block");
        return blocks[1].Split("```")[0];
    }

    private static (string Certificate, string Key) WriteCertificate(DirectoryInfo folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=turn.example.org", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var paths = (Path.Combine(folder.FullName, "turn.crt"), Path.Combine(folder.FullName, "turn.key"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }
}
