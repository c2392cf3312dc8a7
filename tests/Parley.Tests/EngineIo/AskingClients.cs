using Parley.EngineIo;

namespace Parley.Tests.EngineIo;

/// <summary>Events that the server sends and wants acknowledged: each comes to an answer or an error, and is then forgotten.</summary>
public sealed class AskingClients
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider time = new();
    private SocketIoSocket? socket;

    [Fact]
    public async Task The_answer_is_the_client_s()
    {
        await using var host = await StartAsync();
        using var client = await JoinAsync(host);

        var answer = socket!.EmitWithAckAsync("question", "1,{\"two\":2}"u8.ToArray(), Limit);
        (await client.ReadAsync()).ShouldBe("420[\"question\",1,{\"two\":2}]");
        await client.SendAsync("430[\"three\",4]");

        System.Text.Encoding.UTF8.GetString((await answer).Json.Span).ShouldBe("[\"three\",4]");
    }

    [Fact]
    public async Task None_in_time_is_a_TimeoutException_and_one_that_is_late_goes_nowhere()
    {
        await using var host = await StartAsync();
        using var client = await JoinAsync(host);
        var late = socket!.EmitWithAckAsync("one", default, Limit);
        (await client.ReadAsync()).ShouldBe("420[\"one\"]");

        time.Advance(Limit);

        await Should.ThrowAsync<TimeoutException>(late);
        await client.SendAsync("430[]");
        var next = socket.EmitWithAckAsync("two", default, Limit);
        (await client.ReadAsync()).ShouldBe("421[\"two\"]");
        await client.SendAsync("431[]");
        await next;
    }

    [Fact]
    public async Task A_client_that_goes_is_an_InvalidOperationException_and_so_is_one_that_is_gone()
    {
        await using var host = await StartAsync();
        using var client = await JoinAsync(host);
        var asked = socket!.EmitWithAckAsync("one", default, Limit);
        await client.ReadAsync();

        await client.SendAsync("41");

        await Should.ThrowAsync<InvalidOperationException>(asked);
        await Should.ThrowAsync<InvalidOperationException>(socket.EmitWithAckAsync("two", default, Limit));
    }

    [Fact]
    public async Task More_than_MaxPendingAcks_are_not_asked_and_answers_make_room()
    {
        await using var host = await StartAsync();
        using var client = await JoinAsync(host);
        Task[] asked = [AskAsync(client), AskAsync(client)];
        foreach (var task in asked) task.IsCompleted.ShouldBeFalse();

        (await Should.ThrowAsync<InvalidOperationException>(socket!.EmitWithAckAsync("three", default, Limit)))
            .Message.ShouldBe("2 acknowledgements of this socket are waited for already.");
        await client.SendAsync("430[]");
        await asked[0];

        var next = socket.EmitWithAckAsync("three", default, Limit);
        (await client.ReadAsync()).ShouldBe("422[\"three\"]");
        await client.SendAsync("432[]");
        await next;
    }

    [Fact]
    public async Task Acknowledgements_that_nobody_asked_for_do_nothing()
    {
        await using var host = await StartAsync();
        using var client = await JoinAsync(host);

        await client.SendAsync("430[]");
        await client.SendAsync("43999999999999999[]");
        await client.SendAsync("42[\"there\"]");

        (await client.ReadAsync()).ShouldBe("42[\"there\"]");
    }

    private async Task AskAsync(EngineClient client)
    {
        var asked = socket!.EmitWithAckAsync("q", default, Limit);
        (await client.ReadAsync()).ShouldStartWith("42");
        await asked;
    }

    private Task<SocketIoHost> StartAsync() => SocketIoHost.StartAsync(
        server => server.Main.OnConnect(s => socket = s).OnAny(static (s, in message) => s.Emit(message.Name)),
        options => (options.MaxPendingAcks, options.Engine.PingInterval) = (2, 10 * Limit),
        time);

    private static async Task<EngineClient> JoinAsync(SocketIoHost host)
    {
        var client = await host.ConnectAsync();
        await client.SendAsync("40");
        (await client.ReadAsync()).ShouldStartWith("40{");
        return client;
    }
}
