using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Parley.Tests;

/// <summary>For what happens beside the test, on other threads: waits as long as it takes, and fails when it never comes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task Is(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null) =>
        IsAsync(() => Task.FromResult(condition()), text);

    /// <summary>
    /// For what has to be asked over a socket: a test that waits for an answer without awaiting it may do so on the very
    /// thread that polls the sockets, and then it never comes.
    /// </summary>
    public static async Task IsAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) Assert.Fail($"This never came true: {text}");
            await Task.Delay(1);
        }
    }
}
