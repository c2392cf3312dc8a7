using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Server.Endpoints;
using Parley.Tests.Rest;
using Parley.Tests.Storage;

namespace Parley.Tests.Health;

public sealed class Probes
{
    [Fact]
    public async Task A_server_that_has_started_is_live_and_ready()
    {
        await using var host = await ParleyHost.StartAsync();

        (await host.Http.GetStringAsync("/health/live")).ShouldBe("live");
        (await host.Http.GetStringAsync("/health/ready")).ShouldBe("ready");
    }

    [Fact]
    public async Task A_server_that_drains_is_live_but_not_ready()
    {
        await using var host = await ParleyHost.StartAsync();
        host.Services.GetRequiredService<ConnectionCap>().Drain();

        (await host.Http.GetStringAsync("/health/live")).ShouldBe("live");
        await ShouldNotBeReadyAsync(host, "shutting down");
    }

    [Fact]
    public async Task A_server_whose_database_is_gone_is_live_but_not_ready()
    {
        await using var host = await ParleyHost.StartAsync();
        File.Delete(Path.Combine(host.Folder, "parley-data", "parley.db"));

        (await host.Http.GetStringAsync("/health/live")).ShouldBe("live");
        await ShouldNotBeReadyAsync(host, "database");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_in_time_is_not_ready_and_asked_once_for_all()
    {
        var time = new ManualTimeProvider();
        var store = FaultyStore.Silent();
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(time).AddSingleton<IStore>(store));
        var before = time.Waiting;

        var answers = Enumerable.Range(0, 10).Select(_ => host.Http.GetAsync("/health/ready")).ToArray();
        await Eventually.Is(() => time.Waiting > before);
        time.Advance(TimeSpan.FromSeconds(2));

        foreach (var answer in answers) (await answer).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        store.Checks.ShouldBeLessThan(10);
    }

    private static async Task ShouldNotBeReadyAsync(ParleyHost host, string reason)
    {
        var response = await host.Http.GetAsync("/health/ready");
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, reason);
        response.Headers.RetryAfter.ShouldNotBeNull();
    }
}
