using System.Diagnostics;
using Parley.Browser.Networks;

namespace Parley.Browser.Turn;

/// <summary>A test run that is killed leaves no server, no network and no folder behind.</summary>
public sealed class NothingIsLeft
{
    [Fact]
    public async Task What_a_killed_run_leaves_is_cleared_away()
    {
        var reaper = new Reaper();
        using var left = Process.Start("sleep", "infinity");
        var folder = Directory.CreateTempSubdirectory("parley-left-");
        reaper.Watch(left);
        reaper.Watch(folder);

        await reaper.DisposeAsync(); // what this process's death comes to for it

        await left.WaitForExitAsync(TestContext.Current.CancellationToken);
        left.ExitCode.ShouldBe(128 + 9);
        folder.Refresh();
        folder.Exists.ShouldBeFalse();
    }

    [Fact]
    public async Task What_has_ended_in_order_is_left_alone()
    {
        var reaper = new Reaper();
        using var another = Process.Start("sleep", "infinity");
        var folder = Directory.CreateTempSubdirectory("parley-left-");
        reaper.Watch(another);
        reaper.Watch(folder);
        reaper.Forget(another.Id);
        reaper.Forget(folder);

        await reaper.DisposeAsync();

        another.HasExited.ShouldBeFalse();
        folder.Refresh();
        folder.Exists.ShouldBeTrue();
        another.Kill();
        folder.Delete();
    }
}
