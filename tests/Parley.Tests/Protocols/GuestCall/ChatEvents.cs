using System.Text.Json;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>Each event of the chat, by its name, and its limits.</summary>
public sealed class ChatEvents
{
    private const string Hello = """{"type":"text","content":"Hello","timestamp":"2025-06-01T12:00:00.000Z"}""";

    private readonly LobbyBench bench = new();

    [Fact]
    public void Chat_message_reaches_the_match_and_the_sender_is_told_chat_message_sent()
    {
        var (alice, bob) = bench.Match();

        alice.Emit("chat:message", Hello);

        using var got = JsonDocument.Parse(bob.TakeOnly("chat:message"));
        var id = got.RootElement.GetProperty("id").GetString()!;
        got.RootElement.GetRawText().ShouldBe(
            $$"""{"id":"{{id}}","senderId":"guest_alice","senderUsername":"alice","type":"text","content":"Hello","timestamp":"2025-06-01T12:00:00.000Z"}""");
        alice.TakeOnly("chat:message:sent").ShouldBe(
            $$"""{"messageId":"{{id}}","timestamp":"2025-06-01T12:00:00.000Z","status":"sent"}""");
    }

    [Fact]
    public void Chat_message_delivered_once_the_client_of_the_match_has_it()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("chat:message", Hello);
        alice.Take();
        var id = bob.AskedFor().ShouldHaveSingleItem();

        bob.Acknowledge([id, id]);
        bob.Emit("chat:message:delivered", $$"""{"messageId":"{{id}}"}""");

        alice.TakeOnly("chat:message:delivered").ShouldBe($$"""{"messageId":"{{id}}"}""");
    }

    [Fact]
    public void Clients_that_say_chat_message_delivered_by_themselves_are_believed_for_their_own_messages_only()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("chat:message", Hello);
        alice.Take();
        var id = bob.AskedFor().Single();

        alice.Emit("chat:message:delivered", $$"""{"messageId":"{{id}}"}""");
        bob.Emit("chat:message:delivered", """{"messageId":"msg_forged"}""");
        bob.Emit("chat:message:delivered", """{"messageId":7}""");
        bob.Emit("chat:message:delivered");
        alice.Take().ShouldBeEmpty();

        bob.Emit("chat:message:delivered", $$"""{"messageId":"{{id}}"}""");
        alice.TakeNames().ShouldBe(["chat:message:delivered"]);
    }

    [Theory]
    [InlineData("chat:typing:start")]
    [InlineData("chat:typing:stop")]
    public void Chat_typing_reaches_the_match(string name)
    {
        var (alice, bob) = bench.Match();

        alice.Emit(name);

        bob.TakeOnly(name).ShouldBe("""{"userId":"guest_alice","username":"alice"}""");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Chat_typing_without_a_match_goes_nowhere()
    {
        var alice = bench.Guest("alice");
        alice.Emit("chat:typing:start");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Chat_error_for_who_has_no_match()
    {
        var alice = bench.Guest("alice");
        alice.Emit("chat:message", Hello);
        alice.TakeOnly("chat:error").ShouldBe("""{"message":"You are not connected to any user"}""");
    }

    [Fact]
    public void A_message_without_a_time_gets_the_servers()
    {
        var (alice, bob) = bench.Match();

        alice.Emit("chat:message", """{"type":"text","content":"x"}""");
        alice.Emit("chat:message", """{"type":"text","content":"x","timestamp":null}""");
        alice.Emit("chat:message", """{"type":"text","content":"x","timestamp":1748779200000}""");

        var got = bob.Take();
        got[0].ShouldEndWith("\"timestamp\":\"2025-06-01T12:00:00.000Z\"}");
        got[1].ShouldEndWith("\"timestamp\":\"2025-06-01T12:00:00.000Z\"}");
        got[2].ShouldEndWith("\"timestamp\":1748779200000}");
    }

    public static TheoryData<string> Allowed { get; } =
    [
        Text("\"x\""), Text(Quoted(new string('a', 1000))), Text("\"" + string.Concat(Enumerable.Repeat("\\u00e4", 1000)) + "\""),
        Text("\"<script>\""), File("10485760"), File("0"), Voice("0.1"), Voice("300"),
        """{"type":"file","content":{"filename":"a.pdf","fileType":"document","fileSize":1,"fileUrl":"/u/a.pdf"}}""",
        """{"type":"file","content":{"name":"a.pdf","size":5}}""",
        """{"type":"voice","content":{"duration":12,"fileSize":10485760,"more":{"fileSize":99999999}}}""",
    ];

    [Theory]
    [MemberData(nameof(Allowed))]
    public void What_is_within_the_limits_passes_as_it_came(string message)
    {
        var (alice, bob) = bench.Match();

        alice.Emit("chat:message", message);

        using var sent = JsonDocument.Parse(message);
        using var got = JsonDocument.Parse(bob.TakeOnly("chat:message"));
        got.RootElement.GetProperty("content").GetRawText().ShouldBe(sent.RootElement.GetProperty("content").GetRawText());
        alice.TakeNames().ShouldBe(["chat:message:sent"]);
    }

    public static TheoryData<string> Refused { get; } =
    [
        "", "null", "7", "\"text\"", "[]", "{}", """{"type":"text"}""", """{"content":"x"}""", """{"type":"video","content":"x"}""",
        """{"type":["text"],"content":"x"}""", Text("\"\""), Text("\" \\t\\n\""), Text("\"\\u00a0\""), Text("7"), Text("{}"), Text("null"),
        Text(Quoted(new string('a', 1001))), Text(Quoted(new string('a', 60_000))), Text("\"\\ud800\""),
        File("10485761"), File("-1"), File("\"1\""), File("null"), File("1e400"), """{"type":"file","content":{}}""",
        """{"type":"file","content":"a.pdf"}""", Voice("0"), Voice("-1"), Voice("300.01"), Voice("\"7\""), Voice("[7]"),
        """{"type":"voice","content":{"fileSize":1}}""", """{"type":"voice","content":{"duration":1,"fileSize":10485761}}""",
        """{"type":"text","content":"x","timestamp":{}}""", """{"type":"text","content":"x","timestamp":true}""",
        $$"""{"type":"text","content":"x","timestamp":{{Quoted(new string('9', 100))}}}""",
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_is_Invalid_message_format_and_the_other_sees_nothing(string message)
    {
        var (alice, bob) = bench.Match();

        alice.Emit("chat:message", message);

        alice.TakeOnly("chat:error").ShouldBe("""{"message":"Invalid message format"}""");
        bob.Take().ShouldBeEmpty();
    }

    private static string Text(string content) => $$"""{"type":"text","content":{{content}}}""";

    private static string File(string size) => $$$"""{"type":"file","content":{"filename":"a","fileSize":{{{size}}}}}""";

    private static string Voice(string duration) => $$$"""{"type":"voice","content":{"duration":{{{duration}}}}}""";

    private static string Quoted(string text) => $"\"{text}\"";
}
