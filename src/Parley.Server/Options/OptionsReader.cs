using System.Globalization;
using System.Reflection;

namespace Parley.Server.Options;

/// <summary>
/// Reads the section into the option classes. The framework's binder stops at the first value it can't convert and
/// passes over names it does not know; this one goes on and names them all.
/// </summary>
/// <param name="faults">Where what is wrong is added.</param>
internal sealed class OptionsReader(List<OptionFault> faults)
{
    public void Read(IConfigurationSection section, object options)
    {
        if (!string.IsNullOrEmpty(section.Value))
            faults.Add(new(section.Path, $"is a group of options, not a value; set one of {Names(options.GetType())} in it."));

        var properties = OptionKeys.PropertiesOf(options.GetType()).ToArray();
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null) faults.Add(new(child.Path, Unknown(child.Path, options.GetType())));
            else if (OptionKeys.IsSection(property)) Read(child, property.GetValue(options)!);
            else if (OptionKeys.SectionsIn(property) is { } item) property.SetValue(options, ReadSections(child, item));
            else if (property.PropertyType == typeof(IReadOnlyList<string>)) property.SetValue(options, ReadList(child));
            else ReadValue(child, property, options);
        }
    }

    /// <summary>Either <c>Origins:0</c>, <c>Origins:1</c>, … or one value with commas.</summary>
    private List<string> ReadList(IConfigurationSection section)
    {
        var items = (section.Value ?? "").Split(',').ToList();
        foreach (var child in section.GetChildren())
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || child.Value is null)
                faults.Add(new(child.Path, $"is no item of a list; write {section.Path}:0, {section.Path}:1, …"));
            else items.Add(child.Value);
        }

        return [.. items.Select(i => i.Trim()).Where(i => i.Length > 0)];
    }

    /// <summary>Groups of options: <c>Media:Janus:0:Url</c>, <c>Media:Janus:1:Url</c>, …</summary>
    private Array ReadSections(IConfigurationSection section, Type item)
    {
        if (!string.IsNullOrEmpty(section.Value))
            faults.Add(new(section.Path, $"is a list of groups, not a value; set one of {Names(item)} in {section.Path}:0."));

        var items = new List<object>();
        foreach (var child in section.GetChildren().OrderBy(c => Number(c.Key) ?? int.MaxValue))
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                faults.Add(new(child.Path, $"is no item of a list; write {section.Path}:0:{OptionKeys.PropertiesOf(item).First().Name}, …"));
                continue;
            }

            var one = Activator.CreateInstance(item)!;
            Read(child, one);
            items.Add(one);
        }

        var sections = Array.CreateInstance(item, items.Count);
        for (var i = 0; i < items.Count; i++) sections.SetValue(items[i], i);
        return sections;
    }

    private void ReadValue(IConfigurationSection section, PropertyInfo property, object options)
    {
        if (section.GetChildren().Any())
            faults.Add(new(section.Path, "is a single value, not a group of options."));

        // An empty variable is how many deployment tools say "not set".
        if (string.IsNullOrEmpty(section.Value)) return;

        var (value, expected) = Convert(section.Value, property.PropertyType);
        if (value is null) faults.Add(new(section.Path, $"'{section.Value}' can't be read; {expected}."));
        else property.SetValue(options, value);
    }

    private static (object? Value, string Expected) Convert(string text, Type type) =>
        type == typeof(string) ? (text, "")
        : type == typeof(bool) ? (bool.TryParse(text, out var flag) ? flag : null, "write true or false")
        : type == typeof(int) ? (Number(text), "write a whole number")
        : type == typeof(TimeSpan) ? (Duration.TryParse(text, out var duration) ? duration : null, Duration.Forms)
        : throw new NotSupportedException($"Options of type {type} are not read.");

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Unknown(string path, Type section) =>
        OptionKeys.Nearest(path) is { } near
            ? $"is no option of Parley. Did you mean {near}?"
            : $"is no option of Parley. Known here: {Names(section)}.";

    private static string Names(Type section) => string.Join(", ", OptionKeys.PropertiesOf(section).Select(p => p.Name));
}
