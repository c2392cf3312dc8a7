using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Parley.Tests.Core.Architecture;

/// <summary>What a built assembly says about itself in its metadata.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    public AssemblyFile(string name)
    {
        Name = name;
        file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        metadata = file.GetMetadataReader();
    }

    public string Name { get; }

    /// <summary>The assemblies it was compiled against and uses.</summary>
    public IEnumerable<string> References =>
        metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name));

    /// <summary>Everything it names: namespaces, types, members and parameters.</summary>
    public IEnumerable<string> Names => Handles().Select(metadata.GetString).Where(name => name.Length > 0).Distinct();

    /// <summary>Its string literals and constants.</summary>
    public IEnumerable<string> Literals
    {
        get
        {
            var first = metadata.GetNextHandle(MetadataTokens.UserStringHandle(0));
            for (var at = first; !at.IsNil; at = metadata.GetNextHandle(at)) yield return metadata.GetUserString(at);

            foreach (var constantField in metadata.FieldDefinitions.Select(metadata.GetFieldDefinition))
            {
                if (constantField.GetDefaultValue() is not { IsNil: false } value) continue;
                var constant = metadata.GetConstant(value);
                if (constant.TypeCode != ConstantTypeCode.String) continue;
                var text = metadata.GetBlobReader(constant.Value);
                yield return text.ReadUTF16(text.Length);
            }
        }
    }

    /// <summary>Parley's own assemblies beside this one, tests left out.</summary>
    public static IEnumerable<string> Ours => Directory.EnumerateFiles(AppContext.BaseDirectory, "Parley.*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path)!)
        .Where(name => name is not ("Parley.Tests" or "Parley.Specs"));

    public void Dispose() => file.Dispose();

    private IEnumerable<StringHandle> Handles()
    {
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            yield return type.Namespace;
            yield return type.Name;
        }

        foreach (var method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition))
        {
            yield return method.Name;
            foreach (var parameter in method.GetParameters()) yield return metadata.GetParameter(parameter).Name;
        }

        foreach (var field in metadata.FieldDefinitions) yield return metadata.GetFieldDefinition(field).Name;
        foreach (var property in metadata.PropertyDefinitions) yield return metadata.GetPropertyDefinition(property).Name;
    }
}
