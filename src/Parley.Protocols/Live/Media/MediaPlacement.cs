using System.Diagnostics.CodeAnalysis;
using Parley.Core.Media;
using Parley.Core.Rooms;

namespace Parley.Protocols.Live.Media;

/// <summary>Finds a room its place on the least loaded media server that answers, once for all who need it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing.")]
internal sealed class MediaPlacement(
    LiveProtocol protocol, MediaCalls calls, RoomId room, MediaRoomOptions options, Action<MediaPlace, MediaEvent> hear)
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private Task<MediaPlace>? finding;
    private int lastNumber;

    /// <summary>The room's place, which is found if it has none.</summary>
    /// <param name="except">Servers that won't do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MediaException">There is none to be had.</exception>
    public Task<MediaPlace> FindAsync(IReadOnlyCollection<IMediaServer> except, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (finding is null || finding.IsFaulted || finding.IsCanceled) finding = Task.Run(() => OpenAsync([.. except]), stop.Token);
            return finding.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Leaves a place that is no good, unless the room has another by now.</summary>
    public void Leave(MediaPlace place)
    {
        lock (gate)
        {
            if (finding is { IsCompletedSuccessfully: true } && finding.Result == place) finding = null;
            else return;
        }

        EndSoon(Task.FromResult(place));
    }

    /// <summary>Leaves whatever place there is.</summary>
    public void Leave()
    {
        Task<MediaPlace>? left;
        lock (gate) (left, finding) = (finding, null);
        if (left is not null) EndSoon(left);
    }

    /// <summary>The same for good.</summary>
    public void End()
    {
        Leave();
        _ = stop.CancelAsync();
    }

    private async Task<MediaPlace> OpenAsync(List<IMediaServer> except)
    {
        while (true)
        {
            if (protocol.Servers.LeastLoaded(except) is not { } server)
                throw new MediaException(MediaFault.ServerFailed, "No media server can be reached now.");

            var place = new MediaPlace(server, Interlocked.Increment(ref lastNumber));
            try
            {
                place.Room = await calls.AskAsync(
                    "open", token => server.OpenRoomAsync(options with { Notify = happened => Hear(place, happened) }, token),
                    stop.Token).ConfigureAwait(false);
                if (!place.IsLost) return place;
                await place.Room.DisposeAsync().ConfigureAwait(false);
            }
            catch (MediaException failed)
            {
                MediaLog.NotOpened(protocol.Logger, room.Key, server.Name, failed.Message);
            }

            except.Add(server);
        }
    }

    private void Hear(MediaPlace place, MediaEvent happened)
    {
        if (happened is MediaRoomLost lost)
        {
            MediaLog.Lost(protocol.Logger, room.Key, place.Server.Name, lost.Reason);
            place.Lose();
            Leave(place);
        }

        hear(place, happened);
    }

    /// <summary>Not on this stack: the caller may hold locks.</summary>
    private static void EndSoon(Task<MediaPlace> found) => _ = Task.Run(() => EndAsync(found));

    private static async Task EndAsync(Task<MediaPlace> found)
    {
        try
        {
            if ((await found.ConfigureAwait(false)).Room is { } left) await left.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was never found, or given up.
        }
    }
}
