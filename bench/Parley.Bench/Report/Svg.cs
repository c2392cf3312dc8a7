using System.Globalization;
using System.Security;
using System.Text;

namespace Parley.Bench.Report;

/// <summary>A drawing of bars, lines and words that follows the reader's light or dark scheme.</summary>
internal sealed class Svg
{
    private const string Style = """
        <style>
        svg { --back: #ffffff; --ink: #1f2328; --soft: #59636e; --bar: #b6c0cb; --own: #0969da; --edge: #8c959f; }
        @media (prefers-color-scheme: dark) {
          svg { --back: #0d1117; --ink: #e6edf3; --soft: #9198a1; --bar: #4b5560; --own: #4493f8; --edge: #7d8590; }
        }
        .back { fill: var(--back); }
        text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); }
        .title { font-size: 17px; font-weight: 600; }
        .name { font-size: 14px; font-weight: 600; }
        .note { fill: var(--soft); }
        .label { fill: var(--soft); }
        .own { font-weight: 600; }
        text.own { fill: var(--ink); }
        .bar { fill: var(--bar); }
        .bar.own { fill: var(--own); }
        .bar.limit { fill: none; stroke: var(--edge); stroke-dasharray: 3 2; }
        .one { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: 0.7; }
        .value { paint-order: stroke; stroke: var(--back); stroke-width: 4px; stroke-linejoin: round; }
        .spread { stroke: var(--ink); stroke-width: 1.5; opacity: 0.75; }
        </style>

        """;

    private readonly StringBuilder body = new();

    internal Svg(int width, int height)
    {
        Append($"""<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" """);
        Append($"""width="{width}" height="{height}">""");
        body.Append(Style);
        Append($"""<rect class="back" width="{width}" height="{height}" rx="6"/>""");
    }

    internal void Text(string kind, double x, double y, string text) =>
        Append($"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}">{SecurityElement.Escape(text)}</text>""");

    internal void Bar(string kind, double x, double y, double width, double height) =>
        Append($"""<rect class="{kind}" x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" rx="2"/>""");

    internal void Line(string kind, double x1, double y1, double x2, double y2) =>
        Append($"""<line class="{kind}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>""");

    internal string Finish() => body.Append("</svg>\n").ToString();

    private void Append(FormattableString element) =>
        body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
