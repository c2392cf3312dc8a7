using System.Text;
using Microsoft.Extensions.Logging;

namespace Parley.Tests.Protocols.World;

/// <summary>Whatever one client sends, it gets the page's answer, its connection lives on, and others see nothing of it.</summary>
public sealed class HostileMessages
{
    private readonly WorldBench bench = new();

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("{\"type\":\"MOVE_INTENT\"", "")]
    [InlineData("{} {}", "")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"type\":\"MOVE_INTENT\"}", "type")]
    [InlineData("{\"type\":null}", "type")]
    [InlineData("{\"type\":\"\\ud800\"}", "")]
    [InlineData("{\"\\ud800\":1}", "")]
    [InlineData("{\"type\":\"POSITION_CORRECTION\",\"payload\":{}}", "type")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":[]}", "payload")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{},\"payload\":{}}", "payload")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"protocol_version\":\"1\"}", "protocol_version")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{}}", "payload.position")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":[1,1],\"timestamp\":1}}", "payload.position")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":1},\"timestamp\":1}}", "payload.position.y")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":null,\"y\":1},\"timestamp\":1}}", "payload.position.x")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":-1e999,\"y\":1},\"timestamp\":1}}", "payload.position.x")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":1,\"x\":9,\"y\":1},\"timestamp\":1}}", "payload.position.x")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":NaN,\"y\":1},\"timestamp\":1}}", "")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":1,\"y\":1}}}", "payload.timestamp")]
    [InlineData("{\"type\":\"MOVE_INTENT\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"timestamp\":\"now\"}}", "payload.timestamp")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"state\":\"idle\",\"zone_id\":\"hall\"}}", "payload.facing")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"facing\":\"north-north-west, a little to the left\",\"state\":\"idle\",\"zone_id\":\"hall\"}}", "payload.facing")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"facing\":\"\\ud800\",\"state\":\"idle\",\"zone_id\":\"hall\"}}", "")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"facing\":\"north\",\"state\":\"flying\",\"zone_id\":\"hall\"}}", "payload.state")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"facing\":\"north\",\"state\":\"idle\"}}", "payload.zone_id")]
    [InlineData("{\"type\":\"PRESENCE_UPDATE\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"facing\":\"north\",\"state\":\"idle\",\"zone_id\":7}}", "payload.zone_id")]
    [InlineData("{\"type\":\"ZONE_TRANSITION\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"from_zone_id\":\"hall\"}}", "payload.to_zone_id")]
    [InlineData("{\"type\":\"ZONE_TRANSITION\",\"payload\":{\"position\":{\"x\":1,\"y\":1},\"from_zone_id\":\"\\udc00\",\"to_zone_id\":\"a\"}}", "")]
    [InlineData("{\"type\":\"SDP_ANSWER\",\"payload\":{\"to\":\"bob\",\"sdp\":{}}}", "payload.sdp")]
    [InlineData("{\"type\":\"SDP_ANSWER\",\"payload\":{\"to\":\"\",\"sdp\":\"\"}}", "payload.to")]
    [InlineData("{\"type\":\"SDP_ANSWER\",\"payload\":{\"to\":\"bob\",\"to\":\"carol\",\"sdp\":\"\"}}", "payload.to")]
    [InlineData("{\"type\":\"ICE_CANDIDATE\",\"payload\":{\"to\":\"bob\",\"candidate\":\"x\"}}", "payload.candidate")]
    [InlineData("{\"type\":\"ICE_CANDIDATE\",\"payload\":{\"candidate\":{}}}", "payload.to")]
    [InlineData("{\"type\":\"JOIN_WORLD\",\"payload\":{\"world_id\":\"a\",\"world_id\":\"b\"}}", "payload")]
    [InlineData("{\"type\":\"JOIN_WORLD\",\"payload\":{\"world_id\":\"\\ud800\"}}", "payload.world_id")]
    [InlineData("{\"type\":\"JOIN_WORLD\",\"payload\":{}}", "payload.world_id")]
    public void Malformed_is_INVALID_REQUEST_naming_the_field(string message, string field)
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Take();

        var answer = alice.Ask(message).ShouldHaveSingleItem();

        Person.Error(answer).ShouldBe($"INVALID_REQUEST {field}".TrimEnd());
        bench.Tick();
        bob.Take().ShouldBeEmpty();
        alice.Intend(2.5, 1.5).ShouldBeEmpty();
        alice.Closes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("NO_SUCH_TYPE")]
    [InlineData("WORLD_STATE")]
    public void An_unknown_type_is_named(string type) =>
        bench.Come("alice").Ask($$$"""{"type":"{{{type}}}","payload":{}}""").ShouldHaveSingleItem().ShouldContain($"\"type\":\"{type}\",\"field\":\"type\"");

    [Fact]
    public void An_unknown_type_is_named_up_to_64_characters_and_none_of_them_is_half_a_letter()
    {
        var answer = bench.Come("alice").Ask($$$"""{"type":"{{{new string('A', 63)}}}😀","payload":{}}""").ShouldHaveSingleItem();

        answer.ShouldContain($"\"type\":\"{new string('A', 63)}\",\"field\":\"type\"");
    }

    [Fact]
    public void A_client_version_of_several_lines_is_refused_and_not_logged()
    {
        var alice = new Person(bench, "alice").Open();

        var answer = alice.Ask("""{"type":"CONNECT","payload":{"token":"alice|acme|Member","client_version":"1\nwarn: forged"}}""");

        Person.Error(answer.ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST payload.client_version");
    }

    [Fact]
    public void Nesting_beyond_64_is_refused()
    {
        var alice = bench.Come("alice");
        var (deep, deeper) = (Nested(62), Nested(63));

        Person.Error(alice.Ask(deep).ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST payload.position");
        Person.Error(alice.Ask(deeper).ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST");
    }

    [Fact]
    public void Binary_that_is_no_UTF_8_is_refused_and_other_binary_is_read()
    {
        var alice = bench.Come("alice");
        alice.Session.Receive([0x7B, 0xFF, 0x7D], binary: true);
        alice.Take().ShouldHaveSingleItem().ShouldContain("UTF-8");
        alice.Session.Receive("""{"type":"MOVE_INTENT","payload":{"position":{"x":0,"y":0},"timestamp":1}}"""u8, binary: true);
        alice.Take().ShouldHaveSingleItem().ShouldContain("collision");
    }

    [Fact]
    public void Any_bytes_at_all_leave_the_world_as_it_was()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Take();
        var random = new Random(20261121);
        var good = Encoding.UTF8.GetBytes(Person.Update(1.5, 1.5, state: "idle", facing: "south"));
        for (var i = 0; i < 5000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            // Time enough that the rates do not answer instead.
            bench.Pass(0.1);
            alice.Session.Receive(bytes, binary: true);
        }

        alice.Closes.ShouldAllBe(c => c == Parley.Core.Messages.CloseCode.NotTheProtocol);
        bench.Tick();
        Person.Seen(bob.Take()).ShouldAllBe(s => s.StartsWith("alice "));
        bench.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void What_an_ERROR_says_is_not_logged()
    {
        var logger = new Lines();
        var alice = new WorldBench(logger: logger).Come("alice");

        alice.Ask("""{"type":"ERROR","payload":{"code":"X","message":"\u001b[2J forged line"}}""").ShouldBeEmpty();

        logger.Said.ShouldContain(l => l.Contains("reported an error of its own"));
        logger.Said.ShouldNotContain(l => l.Contains("forged"));
    }

    [Fact]
    public void The_client_version_is_logged()
    {
        var logger = new Lines();

        new WorldBench(logger: logger).Come("alice");

        logger.Said.ShouldContain("world: alice connected with client version 1.0.0.");
    }

    private static string Nested(int depth) =>
        $$$"""{"type":"MOVE_INTENT","payload":{"n":{{{new string('[', depth)}}}{{{new string(']', depth)}}} } }""";

    private sealed class Lines : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
