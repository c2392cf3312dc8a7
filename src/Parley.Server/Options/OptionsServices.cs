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

        var database = SqliteFile.PathOf(options.Storage.ConnectionString, environment.ContentRootPath);
        if (environment.IsDevelopment())
            options.Auth.SymmetricKey ??= DevelopmentKey.ReadOrCreate(Path.GetDirectoryName(database)!);
        options.Storage.ConnectionString = SqliteFile.WithFullPath(options.Storage.ConnectionString, environment.ContentRootPath);
        options.World.Folder = Path.GetFullPath(
            options.World.Folder ?? Path.Combine(Path.GetDirectoryName(database)!, "worlds"), environment.ContentRootPath);
        options.Live.Hls.Folder = Path.GetFullPath(
            options.Live.Hls.Folder ?? Path.Combine(Path.GetDirectoryName(database)!, "hls"), environment.ContentRootPath);
        return options;
    }
}
