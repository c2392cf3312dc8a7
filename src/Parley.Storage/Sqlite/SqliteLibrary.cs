using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Parley.Storage.Sqlite;

/// <summary>
/// The operating system's own SQLite, which its security updates keep patched, in place of one shipped along.
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>3.24 (2018) brought UPSERT, the newest thing our SQL uses.</summary>
    private const int OldestVersion = 3_024_000;

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Makes SQLite usable in this process. Cheap after the first call.</summary>
    /// <exception cref="DllNotFoundException">There is none; the message says what to install.</exception>
    public static void Use() => _ = Loaded.Value;

    /// <summary>The first of the libraries that can be loaded.</summary>
    internal static nint Open(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle)) return handle;
        }

        throw new DllNotFoundException(
            $"SQLite was not found: the operating system has no {string.Join(" or ", names)}. Install it: "
            + "'apt-get install libsqlite3-0' on Debian and Ubuntu, 'apk add sqlite-libs' on Alpine, "
            + "'dnf install sqlite-libs' on Fedora; macOS and Windows 10 bring it along.");
    }

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Open(Names);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        var version = raw.sqlite3_libversion_number();
        return version >= OldestVersion ? true : throw new DllNotFoundException(
            $"The operating system's SQLite is too old ({raw.sqlite3_libversion().utf8_to_string()}); 3.24 or newer is needed.");
    }

    private static string[] Names =>
        OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" ? Open(Names) : nint.Zero;
}
