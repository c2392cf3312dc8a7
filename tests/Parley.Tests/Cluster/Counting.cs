using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>Numbered signals of <c>chatroom</c>, sent and held against what came.</summary>
internal static partial class Counting
{
    public static Task SendNumberAsync(this TestSocket socket, int number, string? to = null) =>
        socket.SendTextAsync($$"""{"type":"count","data":{"n":{{number}}}{{(to is null ? "" : $",\"to\":\"{to}\"")}}}""");

    /// <summary>Each number came once, in order, and nothing else from the room but whom it is told to pass over.</summary>
    public static async Task ShouldCountAsync(this TestSocket socket, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var text = await socket.TextAsync();
            var number = Number().Match(text);
            number.Success.ShouldBeTrue($"number {i} was expected, this came: {text}");
            number.Groups[1].Value.ShouldBe(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Nothing more has come, as far as the next of its own pongs shows.</summary>
    public static async Task ShouldHaveNothingAsync(this TestSocket socket)
    {
        await socket.SendTextAsync("""{"type":"ping"}""");
        (await socket.TextAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [GeneratedRegex(@"""type"":""count"",""data"":\{""n"":(\d+)\}")]
    private static partial Regex Number();
}
