using Microsoft.Extensions.Hosting;
using Parley.Server.Options;

namespace Parley.Tests.Options;

public sealed class ReadingOptions : IDisposable
{
    private readonly OptionsSource source = new();

    public void Dispose() => source.Dispose();

    [Fact]
    public void Where_the_database_is_no_file_other_files_are_below_the_content_root()
    {
        var options = source.Read(("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=db;Database=parley"));

        options.Storage.ConnectionString.ShouldBe("Host=db;Database=parley");
        options.World.Folder.ShouldBe(Path.Combine(source.Folder, "parley-data", "worlds"));
        options.Live.Hls.Folder.ShouldBe(Path.Combine(source.Folder, "parley-data", "hls"));
    }

    [Fact]
    public void Values_of_every_type_arrive()
    {
        var options = source.Read(
            ("Auth:Issuer", "https://idp.example"), ("Auth:CloseOnExpiry", "true"), ("Limits:Burst", "7"),
            ("Direct:OfferTimeout", "45"), ("Turn:Lifetime", "2h"), ("Turn:Urls", "stun:a.example, stun:b.example"),
            ("Origins:0", "https://a.example"), ("Origins:1", "https://b.example:8443"));

        options.Auth.Issuer.ShouldBe("https://idp.example");
        options.Auth.CloseOnExpiry.ShouldBeTrue();
        options.Limits.Burst.ShouldBe(7);
        options.Direct.OfferTimeout.ShouldBe(TimeSpan.FromSeconds(45));
        options.Turn.Lifetime.ShouldBe(TimeSpan.FromHours(2));
        options.Turn.Urls.ShouldBe(["stun:a.example", "stun:b.example"]);
        options.Origins.ShouldBe(["https://a.example", "https://b.example:8443"]);
    }

    [Fact]
    public void Groups_come_in_the_order_of_their_numbers()
    {
        var janus = source.Read(
            ("Media:Janus:10:Url", "wss://c.example"), ("Media:Janus:2:Url", "ws://b.example:8188"), ("Media:Janus:2:AdminKey", "key"),
            ("Media:Janus:0:Url", "ws://a.example:8188")).Media.Janus;

        janus.Select(j => j.Url).ShouldBe(["ws://a.example:8188", "ws://b.example:8188", "wss://c.example"]);
        janus.Select(j => j.AdminKey).ShouldBe([null, "key", null]);
    }

    [Fact]
    public void Names_are_not_held_to_their_case() => source.Read(("LIMITS:burst", "7")).Limits.Burst.ShouldBe(7);

    [Fact]
    public void An_empty_value_is_not_set()
    {
        var options = source.Read(("Auth:Issuer", ""), ("Limits:Burst", ""), ("Origins", ""));

        options.Auth.Issuer.ShouldBeNull();
        options.Limits.Burst.ShouldBe(200);
        options.Origins.ShouldBeEmpty();
    }

    [Fact]
    public void The_file_of_the_database_counts_from_the_content_root() =>
        source.Read().Storage.ConnectionString.ShouldBe($"Data Source={Path.Combine(source.Folder, "parley-data", "parley.db")}");

    [Fact]
    public void Anonymous_users_are_allowed_by_default_in_Development_only()
    {
        source.Read(Environments.Development).Auth.AllowAnonymous.ShouldBeTrue();
        source.Read(Environments.Development, ("Auth:AllowAnonymous", "false")).Auth.AllowAnonymous.ShouldBeFalse();
        source.Read().Auth.AllowAnonymous.ShouldBeFalse();
        source.Read(("Auth:AllowAnonymous", "true")).Auth.AllowAnonymous.ShouldBeTrue();
    }

    [Fact]
    public void In_Development_a_missing_key_is_made_once_and_kept_for_the_owners_eyes_only()
    {
        var made = source.Read(Environments.Development).Auth.SymmetricKey.ShouldNotBeNull();

        source.Read(Environments.Development).Auth.SymmetricKey.ShouldBe(made);
        var file = Path.Combine(source.Folder, "parley-data", "development.key");
        File.ReadAllText(file).ShouldBe(made);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Servers_that_start_at_once_make_one_key_between_them()
    {
        for (var round = 0; round < 100; round++)
        {
            using var together = new Barrier(4);
            var folder = Path.Combine(source.Folder, $"{round}");
            var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return DevelopmentKey.ReadOrCreate(folder);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            keys.Distinct().ShouldHaveSingleItem();
            File.ReadAllText(Directory.GetFiles(folder).ShouldHaveSingleItem()).ShouldBe(keys[0]);
        }
    }

    [Fact]
    public void A_key_file_that_others_may_read_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows()) return;

        source.Read(Environments.Development);
        var file = Path.Combine(source.Folder, "parley-data", "development.key");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        source.Read(Environments.Development);

        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
