namespace Parley.Tests.Core.Architecture;

public sealed class DependenciesPointAtCoreTests
{
    /// <summary>Which of Parley's own assemblies each may use. The server, which composes them, may use all.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Parley.Core"] = [],
        ["Parley.WebSockets"] = ["Parley.Core"],
        ["Parley.EngineIo"] = ["Parley.Core", "Parley.WebSockets"],
        ["Parley.Protocols"] = ["Parley.Core"],
        ["Parley.Janus"] = ["Parley.Core"],
        ["Parley.RabbitMq"] = ["Parley.Core"],
        ["Parley.Storage"] = ["Parley.Core"],
    };

    private static readonly string[] CallWords = ["webrtc", "rtcp", "sdp", "candidate", "iceserver", "codec", "guest"];

    [Fact]
    public void Every_assembly_uses_only_those_it_may()
    {
        var checkedOnes = AssemblyFile.Ours.Where(name => name != "Parley.Server").ToList();
        checkedOnes.ShouldContain("Parley.WebSockets");
        checkedOnes.ShouldContain("Parley.Protocols");
        foreach (var name in checkedOnes)
        {
            Allowed.ShouldContainKey(name, $"{name} is new: say here which of the others it may use");
            using var assembly = new AssemblyFile(name);
            assembly.References.Where(r => r.StartsWith("Parley.", StringComparison.Ordinal)).Except(Allowed[name])
                .ShouldBeEmpty($"{name} uses what it may not");
        }
    }

    [Theory]
    [InlineData("Parley.Core")]
    [InlineData("Parley.Protocols")]
    public void What_speaks_a_protocol_knows_nothing_of_the_web_server(string name)
    {
        using var assembly = new AssemblyFile(name);

        assembly.References.Where(r => r.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Parley.WebSockets", "FrameReader")]
    [InlineData("Parley.EngineIo", "SocketIoServer")]
    public void The_transports_name_no_protocol(string name, string type)
    {
        using var transport = new AssemblyFile(name);

        transport.Names.ShouldContain(type);
        transport.Names.Concat(transport.Literals).Where(text => ForeignWords.In(text).Any()).ShouldBeEmpty();
    }

    [Fact]
    public void The_Socket_IO_server_knows_nothing_of_WebRTC()
    {
        using var server = new AssemblyFile("Parley.EngineIo");

        server.Names.Concat(server.Literals)
            .Where(text => CallWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
    }
}
