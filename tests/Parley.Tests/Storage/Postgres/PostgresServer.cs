using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Parley.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own, on a free port of 127.0.0.1, its data in a folder that goes with it. Text sorts by the
/// rules of English unless a column says otherwise, so that a column that should is found out.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>The superuser's.</summary>
    public const string Password = "hush-hush-0123";

    private readonly string folder = Directory.CreateTempSubdirectory("parley-postgres-").FullName;
    private readonly StringBuilder printed = new();
    private readonly int port = FreePort();
    private Process? postgres;

    private static string Programs { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).Last()
            : throw new DirectoryNotFoundException("There is no PostgreSQL in /usr/lib/postgresql: eng/install-test-tools installs it.");

    private string Data => Path.Combine(folder, "data");

    /// <summary>For a user of the whole server.</summary>
    public string ConnectionString(string database = "postgres", string user = "parley", string password = Password) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={user};Password={password}";

    /// <summary>For a schema of a test's own in the common database.</summary>
    public async Task<string> NewSchemaAsync()
    {
        var schema = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE SCHEMA {schema}");
        return $"{ConnectionString()};Search Path={schema}";
    }

    /// <summary>Runs a statement as superuser.</summary>
    public async Task ExecuteAsync(string sql, string? connectionString = null)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql, string? connectionString = null)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A connection outside every pool.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string? connectionString = null)
    {
        var connection = new NpgsqlConnection($"{connectionString ?? ConnectionString()};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask InitializeAsync()
    {
        var words = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(words, Password);
        // It refuses to be root's.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", "postgres", folder);
        await RunAsync(
            [
                .. AsPostgres("initdb"), "-D", Data, "-U", "parley", $"--pwfile={words}", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8",
                "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US",
            ]);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        postgres = Start(
            [
                .. AsPostgres("postgres"), "-D", Data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=16MB", "-c", "max_connections=60",
            ]);
        await Eventually.IsAsync(async () => postgres.HasExited || await TakesConnectionsAsync());
        if (postgres.HasExited) Assert.Fail($"PostgreSQL ended: {printed}");
    }

    /// <summary>As an operator stops it: what goes on is broken off.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>Every process of it stands still, as on a machine that hangs: connections stay open, nothing is answered.</summary>
    public async Task SuspendAsync() => await SignalAsync("STOP");

    public async Task ResumeAsync() => await SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (postgres is { HasExited: false }) await EndAsync("QUIT");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// None that the system may give to somebody else's connection while PostgreSQL is stopped: those that it hands out begin
    /// behind these (<c>net.ipv4.ip_local_port_range</c>).
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    private static string[] AsPostgres(string program) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", Path.Combine(Programs, program)]
        : [Path.Combine(Programs, program)];

    private async Task<bool> TakesConnectionsAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{ConnectionString()};Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EndAsync(string signal)
    {
        await RunAsync("kill", $"-{signal}", $"{postgres!.Id}");
        await postgres.WaitForExitAsync();
        postgres.Dispose();
        postgres = null;
    }

    /// <summary>The server's processes are sessions of their own, so each is signalled; those that come meanwhile as well.</summary>
    private async Task SignalAsync(string signal)
    {
        await RunAsync("kill", $"-{signal}", $"{postgres!.Id}");
        var children = await File.ReadAllTextAsync($"/proc/{postgres.Id}/task/{postgres.Id}/children");
        foreach (var child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // One that has ended meanwhile is no matter.
            using var kill = Process.Start("kill", [$"-{signal}", child]);
            await kill.WaitForExitAsync();
        }
    }

    private async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) Assert.Fail($"{command[0]} failed: {printed}");
    }

    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Take(string? line)
    {
        lock (printed) printed.AppendLine(line);
    }
}
