using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Core.Time;
using Parley.Server.Endpoints;
using Parley.Server.Health;
using Parley.Tests.Rest;
using Parley.Tests.Storage;
using Parley.WebSockets;

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
        host.Services.GetRequiredService<Admission>().Drain();

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
    public async Task A_database_that_does_not_answer_in_time_is_asked_once_for_all_who_ask()
    {
        var time = new ManualTimeProvider();
        var store = FaultyStore.Silent();
        var readiness = new Readiness(store, new Admission(new ConnectionTable(new Clock(TimeProvider.System)), () => 0, 10), time);

        var answers = Enumerable.Range(0, 10).Select(_ => readiness.WhyNotAsync()).ToArray();
        time.Advance(Readiness.StoreTimeout);

        (await Task.WhenAll(answers)).ShouldAllBe(a => a == "The database does not answer.");
        store.Checks.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_to_ask_gets_an_answer_of_its_own()
    {
        var store = new FaultyStore(new StoreUnavailableException("away"));
        var readiness = new Readiness(store, new Admission(new ConnectionTable(new Clock(TimeProvider.System)), () => 0, 10), TimeProvider.System);

        await readiness.WhyNotAsync();
        await readiness.WhyNotAsync();

        store.Checks.ShouldBe(2);
    }

    private static async Task ShouldNotBeReadyAsync(ParleyHost host, string reason)
    {
        var response = await host.Http.GetAsync("/health/ready");
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, reason);
        response.Headers.RetryAfter.ShouldNotBeNull();
    }
}
