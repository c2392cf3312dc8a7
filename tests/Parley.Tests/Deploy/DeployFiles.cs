using System.Diagnostics;
using System.Text.RegularExpressions;
using Parley.Server.Options;

namespace Parley.Tests.Deploy;

/// <summary>What <c>deploy/</c> holds is what this server, and the programs around it, take.</summary>
public sealed partial class DeployFiles : IDisposable
{
    private static readonly string Root = Path.Combine(RepositoryFiles.Root, "deploy");

    private readonly string folder = Directory.CreateTempSubdirectory("parley-deploy-").FullName;

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Append(Path.Combine(RepositoryFiles.Root, "eng", "cluster"))
            .Where(file => Option().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file)).Order()];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Files))]
    public void Every_option_that_is_named_is_one(string file)
    {
        var named = Option().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, file))).Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal));

        named.Except(OptionKeys.All).ShouldBeEmpty();
    }

    [Fact]
    public void All_that_runs_nodes_names_some() =>
        new[] { "deploy/compose/compose.yaml", "deploy/kubernetes/parley.yaml", "deploy/kubernetes/secrets.env.example", "deploy/systemd/parley.env", "eng/cluster" }
            .Except(Files.Select(row => row.Data)).ShouldBeEmpty();

    [Fact]
    public async Task HAProxy_takes_its_configuration()
    {
        var pem = await CertificateAsync();
        var configuration = Rewritten("haproxy/haproxy.cfg", ("/etc/haproxy/parley.pem", pem));

        await RunAsync("haproxy", "-c", "-q", "-f", configuration);
    }

    [Fact]
    public async Task Nginx_takes_its_configuration()
    {
        var pem = await CertificateAsync();
        var site = Rewritten(
            "nginx/parley.conf", ("/etc/nginx/parley.crt", pem), ("/etc/nginx/parley.key", pem), ("/var/log/nginx", folder));
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, $"pid {folder}/nginx.pid; error_log stderr; events {{}} http {{ include {site}; }}");

        await RunAsync("nginx", "-t", "-q", "-p", folder, "-c", configuration);
    }

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        // It asks whether the program is there.
        var unit = Rewritten("systemd/parley.service", ("/opt/parley/Parley.Server", "/bin/true"));

        await RunAsync("systemd-analyze", "verify", "--man=no", "--generators=no", unit);
    }

    [Fact]
    public async Task Every_YAML_file_can_be_read_and_names_only_what_is_there()
    {
        var files = Directory.GetFiles(Root, "*.yaml", SearchOption.AllDirectories);
        files.Length.ShouldBeGreaterThan(4);

        await RunAsync("/usr/bin/python3", ["-c", """
            import pathlib, sys, yaml
            for name in sys.argv[1:]:
                path = pathlib.Path(name)
                documents = list(yaml.safe_load_all(path.read_text()))
                assert documents and all(isinstance(d, dict) for d in documents), name
                for document in documents:
                    for file in document.get("resources", []): assert (path.parent / file).exists(), (name, file)
                    for service in document.get("services", {}).values():
                        build = service.get("build")
                        if build: assert (path.parent / build["context"] / build["dockerfile"]).exists(), (name, build)
                        for volume in service.get("volumes", []):
                            source = volume.split(":")[0]
                            given = source in document["volumes"] or source in ("./parley.pem", "./turnserver.conf")
                            assert given or (path.parent / source).exists(), (name, volume)
            """, .. files]);
    }

    [Fact]
    public void The_files_that_are_there_twice_are_the_same() =>
        File.ReadAllText(Path.Combine(Root, "kubernetes", "rabbitmq.conf")).ShouldBe(File.ReadAllText(Path.Combine(Root, "rabbitmq", "rabbitmq.conf")));

    /// <summary>A copy with other values in the place of those that are no machine's.</summary>
    private string Rewritten(string file, params (string Old, string New)[] replacements)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        foreach (var (old, value) in replacements)
        {
            text.ShouldContain(old);
            text = text.Replace(old, value, StringComparison.Ordinal);
        }

        var copy = Path.Combine(folder, Path.GetFileName(file));
        File.WriteAllText(copy, text);
        return copy;
    }

    private async Task<string> CertificateAsync()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=meet.example.org", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var pem = Path.Combine(folder, "parley.pem");
        await File.WriteAllTextAsync(pem, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return pem;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Debian keeps servers where not everybody looks.
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        if (!Path.IsPathRooted(program) && File.Exists($"/usr/sbin/{program}")) start.FileName = $"/usr/sbin/{program}";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program}: {await output}{await error}");
    }

    [GeneratedRegex(@"Parley__\w+")]
    private static partial Regex Option();
}
