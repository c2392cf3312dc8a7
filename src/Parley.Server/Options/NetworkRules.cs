namespace Parley.Server.Options;

/// <summary>Addresses in the configuration have to be of the kind that their option needs.</summary>
internal sealed class NetworkRules(Action<string, string> add)
{
    private static readonly string[] IceSchemes = ["stun:", "stuns:", "turn:", "turns:"];

    public void Check(ParleyOptions options)
    {
        CheckTurn(options.Turn);
        CheckMedia(options.Media);
        CheckOrigins(options.Origins);
        CheckOtlp(options.Otlp);
        CheckCluster(options.Cluster);
    }

    /// <summary>The address has credentials in it, so it is not repeated.</summary>
    private void CheckCluster(ClusterSection cluster)
    {
        if (cluster.RabbitMq is { } broker && !(Uri.TryCreate(broker, UriKind.Absolute, out var uri) && uri is { Scheme: "amqp" or "amqps", Host.Length: > 0 }))
            add("Cluster:RabbitMq", "is no amqp:// or amqps:// address; write it like amqp://parley:PASSWORD@rabbitmq.example.org:5672/parley.");
    }

    private void CheckTurn(TurnOptions turn)
    {
        foreach (var url in turn.Urls.Where(u => !IceSchemes.Any(s => u.StartsWith(s, StringComparison.Ordinal) && u.Length > s.Length)))
            add("Turn:Urls", $"'{url}' is no STUN or TURN address; write it like stun:turn.example.org:3478 or turns:turn.example.org:5349?transport=tcp.");

        var relays = turn.Urls.Any(u => u.StartsWith("turn", StringComparison.Ordinal));
        if (relays && turn.SharedSecret is null)
            add("Turn:SharedSecret", "is missing, but Parley:Turn:Urls has a TURN server; set it to coturn's static-auth-secret.");
        if (!relays && turn.SharedSecret is not null)
            add("Turn:SharedSecret", "is set, but Parley:Turn:Urls has no turn: or turns: address; add one, or drop the secret.");
    }

    private void CheckMedia(MediaOptions media)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < media.Janus.Count; i++)
        {
            var url = media.Janus[i].Url;
            if (url is null)
                add($"Media:Janus:{i}:Url", "is missing; set it to the address of Janus's WebSocket transport, like ws://127.0.0.1:8188.");
            else if (!IsWebSocket(url))
                add($"Media:Janus:{i}:Url", "is no WebSocket address; write it like ws://127.0.0.1:8188, and secrets into ApiSecret and AdminKey.");
            else if (!known.Add(new Uri(url).Authority))
                add($"Media:Janus:{i}:Url", $"names '{new Uri(url).Authority}' a second time; a Janus is one media server.");
        }
    }

    private void CheckOrigins(IReadOnlyList<string> origins)
    {
        if (origins.Contains("*") && origins.Count > 1)
            add("Origins", "has '*' beside others; write '*' alone for any origin, or drop it.");
        foreach (var origin in origins.Where(o => o != "*" && !IsOrigin(o)))
            add("Origins", $"'{origin}' is no origin; write scheme, host and port only, like https://meet.example.org.");
    }

    private void CheckOtlp(OtlpOptions otlp)
    {
        if (otlp.Endpoint is not null && !IsHttp(otlp.Endpoint))
            add("Otlp:Endpoint", $"'{otlp.Endpoint}' is no http:// or https:// address; write it like http://localhost:4317.");
        if (otlp.Protocol is not (null or OtlpOptions.Grpc or OtlpOptions.HttpProtobuf))
            add("Otlp:Protocol", $"is '{otlp.Protocol}'; it has to be '{OtlpOptions.Grpc}' or '{OtlpOptions.HttpProtobuf}'.");
    }

    private static bool IsWebSocket(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "ws" or "wss", Host.Length: > 0, UserInfo.Length: 0 };

    private static bool IsHttp(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>As browsers send it (RFC 6454, section 6.2); a slash at the end is forgiven.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
}
