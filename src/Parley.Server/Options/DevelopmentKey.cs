using System.Security.Cryptography;
using System.Text;

namespace Parley.Server.Options;

/// <summary>
/// In Development a symmetric key need not be configured: one is made and kept, so that tokens live through restarts
/// and the command line signs with the same one.
/// </summary>
internal static class DevelopmentKey
{
    private const string FileName = "development.key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostTries = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The key kept in the folder, made now if there is none.</summary>
    public static string ReadOrCreate(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var key = ReadOrCreateFile(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        return key;
    }

    /// <summary>
    /// Another process may start at the same time. Whoever makes the key holds the file while it is empty, and who comes
    /// meanwhile waits for it: moved into place from aside, it could take the place of one that was read already, as on Unix
    /// <see cref="File.Move(string, string, bool)"/> looks for another file first and then renames over whatever is there.
    /// </summary>
    private static string ReadOrCreateFile(string path)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept) return kept;
                if (TryCreate(path) is { } made) return made;
            }
            catch (IOException) when (tries < MostTries)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary><c>null</c> when another was quicker.</summary>
    private static string? TryCreate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        if (file.Length > 0) return null;

        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
        file.Write(Encoding.ASCII.GetBytes(key));
        return key;
    }
}
