using Parley.Core.Media;
using Parley.Janus.Hls;

namespace Parley.Janus.Rooms;

/// <summary>A publisher's media as HLS: Janus forwards it to where a packager listens.</summary>
internal sealed partial class JanusUplink
{
    private Packaging? packaging;

    public async Task<string> StartHlsAsync(HlsName name, CancellationToken cancellationToken)
    {
        CheckEnded();
        await negotiation.WaitAsync(cancellationToken);
        try
        {
            CheckEnded();
            return await PackageAsync(name, cancellationToken);
        }
        finally
        {
            negotiation.Release();
        }
    }

    /// <summary>
    /// The publisher offered again: what is packaged begins anew where it sends something else now. Where that can't be
    /// packaged it ends, and the publisher goes on.
    /// </summary>
    private async Task HlsFollowsAsync(CancellationToken cancellationToken)
    {
        if (packaging is not { } before) return;

        try
        {
            if (before.Media == HlsMedia.Of(latest)) return;
            await before.Forward.StopAsync();
            await PackageAsync(before.Stream.Name, cancellationToken);
        }
        catch (MediaException)
        {
            before.Stream.End();
        }
    }

    private async Task<string> PackageAsync(HlsName name, CancellationToken cancellationToken)
    {
        if (Room.Server.Hls is not { } packager)
            throw new MediaException(MediaFault.ServerFailed, "This server packages no HLS: publish without hlsForwarding.");

        var media = HlsMedia.Of(latest);
        var stream = packager.Open(name, media, AskForKeyFrame);
        try
        {
            packaging = new Packaging(media, stream, await ForwardAsync(stream.Targets, cancellationToken));
        }
        catch
        {
            stream.End();
            throw;
        }

        // It may have ended while Janus answered, and then nobody else will.
        if (Disposed) EndHls();
        _ = FollowAsync(stream);
        return stream.PlaylistPath;
    }

    /// <summary>Tells that it is packaged no more, where it goes on itself and nothing else took that packaging's place.</summary>
    private async Task FollowAsync(HlsStream stream)
    {
        await stream.Ended;
        await negotiation.WaitAsync();
        try
        {
            if (Disposed || packaging?.Stream != stream) return;
            packaging = null;
        }
        finally
        {
            negotiation.Release();
        }

        Room.Tell(new MediaUnpackaged(this));
    }

    private void EndHls() => packaging?.Stream.End();

    private void AskForKeyFrame() => _ = AskForKeyFrameAsync();

    private async Task AskForKeyFrameAsync()
    {
        try
        {
            if (!Disposed) await RequestKeyframeAsync(CancellationToken.None);
        }
        catch (MediaException)
        {
            // The stream ends, or Janus has other trouble; who needs the key frame asks again.
        }
    }

    private sealed record Packaging(HlsMedia Media, HlsStream Stream, RtpForward Forward);
}
