using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Parley.Server.Options;

namespace Parley.Tests.Options;

/// <summary>Reads options from settings that a test writes down, below a folder of its own.</summary>
internal sealed class OptionsSource : IDisposable
{
    /// <summary>Good enough for Production.</summary>
    public const string StrongKey = "Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2hpams=";

    public string Folder { get; } = Directory.CreateTempSubdirectory("parley-options-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public ParleyOptions Read(string environment, params (string Key, string? Value)[] settings)
    {
        var last = settings.GroupBy(s => s.Key).Select(s => KeyValuePair.Create($"Parley:{s.Key}", s.Last().Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(last).Build();
        return OptionsServices.Read(configuration, new Environment(environment, Folder));
    }

    /// <summary>In Production, with a good key.</summary>
    public ParleyOptions Read(params (string Key, string? Value)[] settings) =>
        Read(Environments.Production, [("Auth:SymmetricKey", StrongKey), .. settings]);

    /// <summary>What is found wrong in Production, with a good key unless the settings have another.</summary>
    public IReadOnlyList<string> Faults(params (string Key, string? Value)[] settings) =>
        [.. Should.Throw<InvalidOptionsException>(() => Read(settings)).Faults.Select(f => f.ToString())];

    private sealed class Environment(string name, string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Parley";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
