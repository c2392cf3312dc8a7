using System.Collections.Concurrent;
using Parley.Browser.Hosting;

namespace Parley.Browser.SocketIo;

/// <summary>Pages that another server serves: the browser holds both sides to CORS.</summary>
public sealed class OtherOrigins(Chromium chromium)
{
    private const string Connect = """
        async ({ address, withCredentials }) => {
          document.cookie = "who=alice; path=/";
          const socket = io(address, { withCredentials, reconnection: false });
          const ends = [heard(socket, "connect").then(() => "connected"), heard(socket, "connect_error").then(([error]) => error.message)];
          return await Promise.race(ends);
        }
        """;

    [Theory, MemberData(nameof(SocketIoClients.Versions), MemberType = typeof(SocketIoClients))]
    public async Task One_on_the_list_connects_with_its_cookies(string version)
    {
        var cookies = new ConcurrentQueue<string?>();
        await using var pages = await SocketIoApp.StartAsync();
        await using var app = await SocketIoApp.StartAsync(
            configure: options => options.Engine.Origins.Add(pages.Address),
            seen: request => cookies.Enqueue(request.Cookies["who"]));
        await using var page = await SocketIoPage.OpenAsync(chromium, version, pages);

        var end = await page.RunAsync(Connect, new { address = app.Address, withCredentials = true });

        end.GetString().ShouldBe("connected");
        cookies.ShouldNotBeEmpty();
        cookies.ShouldAllBe(cookie => cookie == "alice");
    }

    [Theory, MemberData(nameof(SocketIoClients.Versions), MemberType = typeof(SocketIoClients))]
    public async Task Where_all_may_connect_none_does_with_its_cookies(string version)
    {
        await using var pages = await SocketIoApp.StartAsync();
        await using var app = await SocketIoApp.StartAsync(configure: options => options.Engine.Origins.Add("*"));
        await using var page = await SocketIoPage.OpenAsync(chromium, version, pages);

        var without = await page.RunAsync(Connect, new { address = app.Address, withCredentials = false });
        var with = await page.RunAsync(Connect, new { address = app.Address, withCredentials = true });

        without.GetString().ShouldBe("connected");
        with.GetString().ShouldBe("xhr poll error");
    }

    [Theory, MemberData(nameof(SocketIoClients.Versions), MemberType = typeof(SocketIoClients))]
    public async Task One_that_is_not_on_the_list_is_refused(string version)
    {
        await using var pages = await SocketIoApp.StartAsync();
        await using var app = await SocketIoApp.StartAsync();
        await using var page = await SocketIoPage.OpenAsync(chromium, version, pages);

        var end = await page.RunAsync(Connect, new { address = app.Address, withCredentials = true });

        end.GetString().ShouldBe("xhr poll error");
    }
}
