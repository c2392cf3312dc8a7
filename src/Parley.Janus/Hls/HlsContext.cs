using Microsoft.Extensions.Logging;
using Parley.Core.Metrics;

namespace Parley.Janus.Hls;

/// <summary>What all streams share.</summary>
/// <param name="Options">How they are packaged.</param>
/// <param name="Ffmpeg">The program's full path.</param>
/// <param name="Rtsp">Where it fetches them.</param>
/// <param name="Metrics">Counts what goes wrong.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Told what happens.</param>
internal sealed record HlsContext(
    HlsOptions Options, string Ffmpeg, RtspServer Rtsp, ParleyMetrics Metrics, TimeProvider Time, ILogger Logger);
