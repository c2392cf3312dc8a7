using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Parley.Janus.Hls;

/// <summary>One ffmpeg: started without a shell, watched, and killed with what it is for.</summary>
internal sealed partial class FfmpegProcess : IAsyncDisposable
{
    /// <summary>Of what it says, so many lines are logged…</summary>
    private const int MostLines = 20;

    /// <summary>…of so many characters. It decodes what strangers send, and could be made to say much.</summary>
    private const int LongestLine = 300;

    /// <summary>How long its last words are waited for.</summary>
    private static readonly TimeSpan LastRead = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What of this process's environment it gets: where programs, libraries and temporary files are. There are secrets in
    /// the rest, like the key that signs tokens.
    /// </summary>
    private static readonly string[] Inherited = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    private readonly Process process;
    private readonly ILogger logger;
    private readonly string stream;
    private readonly Task reading;

    private FfmpegProcess(Process process, string stream, ILogger logger)
    {
        (this.process, this.stream, this.logger) = (process, stream, logger);
        reading = ReadErrorsAsync();
        Exited = WaitAsync();
    }

    /// <summary>The system's number for it.</summary>
    public int Id => process.Id;

    /// <summary>Ends, with its exit code, when it has.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last thing it complained of.</summary>
    public string LastWords { get; private set; } = "";

    /// <param name="program">Its full path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="folder">Where it writes.</param>
    /// <param name="stream">Names the stream in the log.</param>
    /// <param name="logger">Takes what it complains of.</param>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static FfmpegProcess Start(
        string program, IReadOnlyList<string> arguments, string folder, string stream, ILogger logger)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = Inherited.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).ToArray();
        start.Environment.Clear();
        foreach (var (name, value) in inherited.Where(v => v.Value is not null)) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new Win32Exception("It did not start.");
        process.StandardInput.Close();
        process.StandardOutput.Close();
        Yield(process);
        return new FfmpegProcess(process, stream, logger);
    }

    /// <summary>Ends it at once, whatever it is at.</summary>
    public void Kill()
    {
        try
        {
            // Whatever it has started goes too: the option may name a script.
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Kills it, and comes back when it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        process.Dispose();
    }

    /// <summary>Signals come before pictures: encoding takes what time they leave.</summary>
    private static void Yield(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception refused) when (refused is InvalidOperationException or Win32Exception or PlatformNotSupportedException)
        {
            // It has ended already, or the system gives no say in this.
        }
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        // Its last words may still be in the pipe; somebody else may hold that open.
        await Task.WhenAny(reading, Task.Delay(LastRead));
        return process.ExitCode;
    }

    /// <summary>Reads all of it, so that it never waits for a reader, and logs the beginning.</summary>
    private async Task ReadErrorsAsync()
    {
        var (line, length, lines) = (new char[LongestLine], 0, 0);
        var buffer = new char[1024];
        while (await ReadAsync(buffer) is var read and > 0)
        {
            foreach (var c in buffer.AsSpan(0, read))
            {
                if (c is not ('\n' or '\r'))
                {
                    if (length < LongestLine) line[length++] = c;
                }
                else if (length > 0)
                {
                    Note(new string(line, 0, length), ++lines);
                    length = 0;
                }
            }
        }
    }

    private async Task<int> ReadAsync(char[] buffer)
    {
        try
        {
            return await process.StandardError.ReadAsync(buffer);
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private void Note(string line, int number)
    {
        LastWords = line;
        if (number <= MostLines) LogSaid(logger, stream, line);
    }

    [LoggerMessage(LogLevel.Debug, "HLS {Stream}: ffmpeg says: {Line}")]
    private static partial void LogSaid(ILogger logger, string stream, string line);
}
