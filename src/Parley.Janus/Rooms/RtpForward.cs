using Parley.Core.Media;

namespace Parley.Janus.Rooms;

/// <summary>RTP that Janus sends of a publisher's media.</summary>
/// <param name="uplink">Whose.</param>
/// <param name="forwarders">What Janus calls its parts.</param>
internal sealed class RtpForward(JanusUplink uplink, IReadOnlyList<ulong> forwarders)
{
    /// <summary>Stops it. When the stream has ended it has stopped by itself. Does not fail.</summary>
    public async Task StopAsync()
    {
        foreach (var forwarder in forwarders)
        {
            try
            {
                await uplink.StopForwardAsync(forwarder, CancellationToken.None);
            }
            catch (MediaException)
            {
                // The stream has ended, or Janus has: nothing is sent any more.
            }
        }
    }
}
