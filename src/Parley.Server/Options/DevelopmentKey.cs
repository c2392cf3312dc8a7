using System.Security.Cryptography;

namespace Parley.Server.Options;

/// <summary>
/// In Development a symmetric key need not be configured: one is made and kept, so that tokens live through restarts
/// and the command line signs with the same one.
/// </summary>
internal static class DevelopmentKey
{
    private const string FileName = "development.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The key kept in the folder, made now if there is none.</summary>
    public static string ReadOrCreate(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) TryCreate(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        return File.ReadAllText(path).Trim();
    }

    /// <summary>Written aside and moved into place: another process may start at the same time, and must not read half.</summary>
    private static void TryCreate(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = OwnerOnly;
        using (var file = new StreamWriter(draft, mode)) file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
