namespace Parley.Tests.Core.Architecture;

public sealed class DependenciesPointAtCoreTests
{
    /// <summary>Which of Parley's own assemblies each may use. The server, which composes them, may use all.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Parley.Core"] = [],
        ["Parley.WebSockets"] = ["Parley.Core"],
        ["Parley.Protocols"] = ["Parley.Core"],
        ["Parley.Storage"] = ["Parley.Core"],
    };

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

    [Fact]
    public void The_transport_names_no_protocol()
    {
        using var transport = new AssemblyFile("Parley.WebSockets");

        transport.Names.ShouldContain("FrameReader");
        transport.Names.Concat(transport.Literals).Where(text => ForeignWords.In(text).Any()).ShouldBeEmpty();
    }
}
