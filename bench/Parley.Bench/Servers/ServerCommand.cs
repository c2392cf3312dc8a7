namespace Parley.Bench.Servers;

/// <summary>A program, its arguments and what it adds to the environment.</summary>
internal sealed record ServerCommand(string Program, params string[] Arguments)
{
    /// <summary>
    /// On a single core the runtime waits ten times as long before it compiles hot code again, and a warm-up of seconds
    /// would measure half-compiled code. 1 makes it wait as on several cores; what it ends up with is the same.
    /// </summary>
    private const string SingleProcMultiplier = "1";

    internal IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    /// <summary>A .NET program.</summary>
    internal static ServerCommand DotNet(string assembly, params string[] arguments) =>
        new ServerCommand("dotnet", [assembly, .. arguments])
            .With(("DOTNET_TC_DelaySingleProcMultiplier", SingleProcMultiplier));

    /// <summary>The same, with more in its environment.</summary>
    internal ServerCommand With(params (string Name, string Value)[] variables) => this with
    {
        Environment = new Dictionary<string, string>(
            [.. Environment, .. variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))]),
    };
}
