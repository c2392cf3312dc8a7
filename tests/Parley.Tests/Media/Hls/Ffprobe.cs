using System.Diagnostics;
using System.Text.Json;

namespace Parley.Tests.Media.Hls;

/// <summary>What ffmpeg's own tools say of a file.</summary>
internal static class Ffprobe
{
    /// <summary>The streams of a file, with how many frames of each could be decoded.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> StreamsAsync(string file)
    {
        var (json, errors) = await RunAsync("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", file);
        errors.ShouldBeEmpty();
        return JsonElement.Parse(json).GetProperty("streams").EnumerateArray().ToDictionary(s => s.GetProperty("codec_type").GetString()!);
    }

    /// <summary>Whether each picture is one that needs no other, as <c>I</c>, <c>P</c>, ….</summary>
    public static async Task<string> PictureTypesAsync(string file)
    {
        var (text, _) = await RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pict_type", "-of", "csv=p=0", file);
        return string.Concat(text.Where(char.IsAsciiLetterUpper));
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, await errors);
    }
}
