using System.CommandLine;
using Parley.Server.Options;
using Parley.Server.Rest;

namespace Parley.Server.CommandLine;

/// <summary>
/// <c>parley drain</c>: empties the server that runs with the same configuration, and ends when it is empty. A hook for
/// whoever stops it, where no other program is at hand.
/// </summary>
internal static class DrainCommand
{
    private const string Description = "Asks the clients of the server that runs here to move to another node, and waits until they and its "
        + "rooms have. Takes Parley:Admin:ApiKey and the address from the same configuration as the server.";

    private const string NoKey = "There is no Parley:Admin:ApiKey to ask the server with.";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>One answer of a server that is busy saying goodbye.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "The server's address, if not the one that the configuration has." };
        var contentRoot = new Option<string?>("--contentRoot") { Description = "The folder that relative paths count from." };
        var drain = new Command("drain", Description) { url, contentRoot };
        drain.SetAction((result, cancellationToken) =>
            RunAsync(result, result.GetValue(url), result.GetValue(contentRoot), cancellationToken));
        return drain;
    }

    private static async Task<int> RunAsync(ParseResult result, string? url, string? contentRoot, CancellationToken cancellationToken)
    {
        var console = result.InvocationConfiguration;
        try
        {
            // The root command lets unknown arguments through, for the host; here they would be passed over.
            if (result.UnmatchedTokens is [var unknown, ..])
                throw new InvalidOperationException($"'{unknown}' is no option of this command. See parley drain --help.");

            var builder = WebApplication.CreateSlimBuilder(contentRoot is null ? [] : ["--contentRoot", contentRoot]);
            if (OptionsServices.Read(builder.Configuration, builder.Environment).Admin.ApiKey is not { } key)
                throw new InvalidOperationException(NoKey);

            using var http = new HttpClient { BaseAddress = new Uri(url ?? AddressOf(builder.Configuration)), Timeout = Patience };
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
            await DrainAsync(http, console.Output, cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is InvalidOptionsException or InvalidOperationException or HttpRequestException
            or TaskCanceledException or IOException or FormatException)
        {
            await console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>The server has a deadline of its own (<c>Parley:Shutdown:MoveTimeout</c>), so that this ends.</summary>
    private static async Task DrainAsync(HttpClient http, TextWriter output, CancellationToken cancellationToken)
    {
        var answer = await http.PostAsync(new Uri("/api/node/drain", UriKind.Relative), null, cancellationToken);
        using var timer = new PeriodicTimer(Step);
        for (var said = ""; ;)
        {
            using (answer)
            {
                if (!answer.IsSuccessStatusCode)
                    throw new InvalidOperationException($"{http.BaseAddress} answers {(int)answer.StatusCode}: has it the same Parley:Admin:ApiKey?");

                var node = (await answer.Content.ReadFromJsonAsync(RestJson.Default.NodeBody, cancellationToken))!;
                var line = $"{node.State}: {node.Connections} connections, {node.Away} on their way";
                if (line != said) await output.WriteLineAsync(said = line);
                if (node.State == "drained") return;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
            answer = await http.GetAsync(new Uri("/api/node", UriKind.Relative), cancellationToken);
        }
    }

    /// <summary>Where the server listens, as seen from its own machine.</summary>
    private static string AddressOf(ConfigurationManager configuration)
    {
        var addresses = configuration["urls"] is { Length: > 0 } urls ? urls.Split(';')
            : configuration["http_ports"] is { Length: > 0 } ports ? [.. ports.Split(';').Select(port => $"http://*:{port}")]
            : (string[])["http://localhost:5000"];
        var address = BindingAddress.Parse(addresses.FirstOrDefault(a => a.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? addresses[0]);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
