using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Parley.Tests;

/// <summary>For what happens beside the test, on other threads: waits as long as it takes, and fails when it never comes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Is(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) Assert.Fail($"This never came true: {text}");
            await Task.Delay(1);
        }
    }
}
