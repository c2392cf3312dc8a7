using Parley.Storage.Sqlite;

namespace Parley.Tests.Storage;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void A_missing_library_is_named_with_the_package_to_install()
    {
        var error = Should.Throw<DllNotFoundException>(() => SqliteLibrary.Open("libsqlite3.so.none", "libsqlite3.none"));

        error.Message.ShouldContain("libsqlite3.so.none or libsqlite3.none");
        error.Message.ShouldContain("apt-get install libsqlite3-0");
    }
}
