using Parley.Bench.Measuring;
using Parley.Bench.Peers;

namespace Parley.Bench.Report;

/// <summary>Bars of ratios to the naive relay, a panel a figure.</summary>
internal static class RatioPlot
{
    private const int Columns = 3;
    private const int PanelWidth = 326;
    private const int Margin = 20;
    private const int HeaderHeight = 64;
    private const int TitleHeight = 54;
    private const int RowHeight = 20;
    private const int BarStart = 66;
    private const int BarLength = 164;

    internal static string Draw(Results results)
    {
        var figures = Figure.Of(results).Where(figure => IsShown(results, figure)).ToArray();
        var panelHeight = TitleHeight + results.Peers.Count * RowHeight + 18;
        var lines = (figures.Length + Columns - 1) / Columns;
        var svg = new Svg(Columns * PanelWidth + 2 * Margin, HeaderHeight + lines * panelHeight + Margin);
        svg.Text("title", Margin, 32, "Ratios to a naive Kestrel WebSocket relay, which is 1");
        svg.Text("note", Margin, 51, Note(results));
        for (var i = 0; i < figures.Length; i++)
        {
            var (x, y) = (Margin + i % Columns * PanelWidth, HeaderHeight + i / Columns * panelHeight);
            DrawPanel(svg, results, figures[i], x, y);
        }
        return svg.Finish();
    }

    // On a core that is busy throughout, the cost of a message is the reciprocal of the rate: no panel of its own. Where
    // the baseline takes no part there are no ratios to draw.
    private static bool IsShown(Results results, Figure figure) =>
        (figure.Scenario.Figures[0] == figure.Metric || figure.Scenario.Figures[0] == Metric.P50)
        && results.Peers.Any(peer => figure.Ratio(results, peer) is not null);

    private static string Note(Results results) => results.Rounds == 1
        ? "One round: to try things, not to quote."
        : $"Medians of {results.Rounds} rounds in one run; thin lines reach from the least to the greatest.";

    private static void DrawPanel(Svg svg, Results results, Figure figure, double x, double y)
    {
        svg.Text("name", x, y + 26, figure.Scenario.Title);
        svg.Text("note", x, y + 43, $"{figure.Metric.Name}: {figure.Direction}");
        var rows = results.Peers.Select(peer => new Row(peer, figure.Ratio(results, peer))).ToArray();
        // What is many times the rest is cut, so that the rest can be told apart: the limit, and rounds gone astray.
        var rest = rows.Where(row => !row.IsLimit).Max(row => row.Reach);
        var scale = BarLength / rows.Select(row => row.Reach).Where(reach => reach < rest * 1.5).Max();
        var (start, top) = (x + BarStart, y + TitleHeight);
        for (var i = 0; i < rows.Length; i++)
            DrawBar(svg, rows[i], x, start, top + i * RowHeight, scale);
        svg.Line("one", start + scale, top - 3, start + scale, top + rows.Length * RowHeight);
        for (var i = 0; i < rows.Length; i++)
            DrawValue(svg, rows[i], start, top + i * RowHeight, scale);
    }

    private static void DrawBar(Svg svg, Row row, double x, double start, double y, double scale)
    {
        svg.Text("label" + row.Kind, x, y + 12.5, row.Peer.Name);
        if (row.Ratio is { } ratio)
            svg.Bar("bar" + row.Kind, start, y + 2, Math.Min(ratio.Median * scale, BarLength), RowHeight - 6);
    }

    private static void DrawValue(Svg svg, Row row, double start, double y, double scale)
    {
        if (row.Ratio is not { } ratio)
        {
            svg.Text("value", start + 4, y + 12.5, "–");
        }
        else if (ratio.Median * scale > BarLength + 0.5)
        {
            svg.Text("value", start + BarLength + 6, y + 12.5, $"{Figure.Times(ratio.Median)} × (cut)");
        }
        else
        {
            var end = Math.Min(ratio.Most * scale, BarLength);
            svg.Line("spread", start + ratio.Least * scale, y + 9, start + end, y + 9);
            svg.Text("value" + row.Kind, start + end + 6, y + 12.5, $"{Figure.Times(ratio.Median)} ×");
        }
    }

    private sealed record Row(Peer Peer, Spread? Ratio)
    {
        internal bool IsLimit => Peer.Name == "limit";

        /// <summary>How far to the right the row has to be shown.</summary>
        internal double Reach => Ratio is null ? 1 : Math.Max(1, Math.Min(Ratio.Most, Ratio.Median * 1.3));

        internal string Kind => Peer.Name.StartsWith("parley", StringComparison.Ordinal) ? " own" : IsLimit ? " limit" : "";
    }
}
