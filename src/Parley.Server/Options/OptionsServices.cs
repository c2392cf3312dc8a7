namespace Parley.Server.Options;

/// <summary>Registers the options.</summary>
internal static class OptionsServices
{
    /// <summary>Reads and checks the section <c>Parley</c>; the rest of the composition builds on what comes back.</summary>
    /// <exception cref="InvalidOptionsException">Something is wrong with it; all of it is named.</exception>
    public static ParleyOptions AddParleyOptions(this IHostApplicationBuilder builder)
    {
        var options = Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(options);
        return options;
    }

    public static ParleyOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new ParleyOptions { Auth = new() { AllowAnonymous = environment.IsDevelopment() } };
        var faults = new List<OptionFault>();
        new OptionsReader(faults).Read(configuration.GetSection(ParleyOptions.Section), options);
        new OptionsRules(environment, faults).Check(options);
        if (faults.Count > 0) throw new InvalidOptionsException(faults);

        var folder = FolderOf(options.Storage, environment.ContentRootPath);
        if (environment.IsDevelopment()) options.Auth.SymmetricKey ??= DevelopmentKey.ReadOrCreate(folder);
        if (options.Storage.Provider == StorageOptions.Sqlite)
            options.Storage.ConnectionString = SqliteFile.WithFullPath(options.Storage.ConnectionString, environment.ContentRootPath);
        options.World.Folder = Path.GetFullPath(options.World.Folder ?? Path.Combine(folder, "worlds"), environment.ContentRootPath);
        options.Live.Hls.Folder = Path.GetFullPath(options.Live.Hls.Folder ?? Path.Combine(folder, "hls"), environment.ContentRootPath);
        return options;
    }

    /// <summary>Where files are kept: beside a database that is one.</summary>
    private static string FolderOf(StorageOptions storage, string contentRoot) => storage.Provider == StorageOptions.Sqlite
        ? Path.GetDirectoryName(SqliteFile.PathOf(storage.ConnectionString, contentRoot))!
        : Path.GetFullPath(StorageOptions.Folder, contentRoot);
}
