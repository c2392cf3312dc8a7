using System.Globalization;

namespace Parley.Bench.Report;

/// <summary>Writes a run's report and plot side by side, named by the date.</summary>
internal static class ReportWriter
{
    /// <returns>What to tell the person who waits.</returns>
    internal static string Write(Results results, BenchOptions options)
    {
        Directory.CreateDirectory(options.Out);
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var page = Path.Combine(options.Out, date + ".md");
        File.WriteAllText(Path.Combine(options.Out, date + ".svg"), RatioPlot.Draw(results));
        File.WriteAllText(page, MarkdownReport.Write(results, options, date));
        return $"written: {Path.GetRelativePath(Environment.CurrentDirectory, page)}";
    }
}
