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

    /// <summary>Sends numbers from 0 on until it is told to end, and then says how many.</summary>
    public static async Task<int> SendNumbersAsync(this TestSocket socket, CancellationToken end)
    {
        var number = 0;
        while (!end.IsCancellationRequested)
        {
            await socket.SendNumberAsync(number++);
            await Task.Delay(10, CancellationToken.None);
        }

        return number;
    }

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

    /// <summary>The numbers from one on to the end come once and in order, and one thing else before, between or behind them: returned.</summary>
    public static async Task<string> CountOnAsync(this TestSocket socket, int from, int end)
    {
        var others = new List<string>();
        for (var i = from; i < end || others.Count == 0;)
        {
            var text = await socket.TextAsync();
            if (Number().Match(text) is not { Success: true } number)
            {
                others.Add(text);
                continue;
            }

            number.Groups[1].Value.ShouldBe(i.ToString(CultureInfo.InvariantCulture));
            i++;
        }

        return others.ShouldHaveSingleItem();
    }

    /// <summary>Among them are all numbers that the account sent, once and in order.</summary>
    public static void ShouldBeCountsOf(this IEnumerable<string> texts, string account, int count) => texts
        .Where(t => t.Contains($"\"senderAccountId\":\"{account}\"", StringComparison.Ordinal))
        .Select(t => int.Parse(Number().Match(t).Groups[1].Value, CultureInfo.InvariantCulture))
        .ShouldBe(Enumerable.Range(0, count));

    public static void ShouldBeLeaveOf(this string text, string account)
    {
        text.ShouldContain("user-left");
        text.ShouldContain($"\"senderAccountId\":\"{account}\"");
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
