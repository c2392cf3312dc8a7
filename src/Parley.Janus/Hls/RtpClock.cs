using System.Buffers.Binary;

namespace Parley.Janus.Hls;

/// <summary>
/// Says when a track's timestamps were, on the clock that all tracks of a stream share: each track's begin anywhere
/// (RFC 3550, section 5.1), and a media server does not forward the publisher's sender reports. The first packet sets it
/// by its arrival; it is set anew only where timestamps jump, so that a network's jitter doesn't move sound and picture.
/// </summary>
/// <param name="rate">Ticks a second.</param>
/// <param name="ssrc">Whose reports are written.</param>
internal sealed class RtpClock(int rate, uint ssrc)
{
    /// <summary>Bytes of a report (RFC 3550, section 6.4.1).</summary>
    public const int ReportLength = 28;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    private bool isSet;
    private uint timestamp;
    private TimeSpan at;
    private TimeSpan? reported;

    /// <summary>The next packet is reported whatever it is: a new reader has come.</summary>
    public void ReportAgain() => reported = null;

    /// <summary>Takes a packet's timestamp; whether a report has to go before it.</summary>
    /// <param name="packet">Its timestamp.</param>
    /// <param name="arrival">When it came, since the stream began.</param>
    public bool Take(uint packet, TimeSpan arrival)
    {
        var sent = at + TimeSpan.FromSeconds((double)(int)(packet - timestamp) / rate);
        if (!isSet || (arrival - sent).Duration() > Jump)
        {
            (isSet, timestamp, at) = (true, packet, arrival);
        }
        else if (reported is { } last && arrival - last < ReportEvery)
        {
            return false;
        }
        else
        {
            // Moved along, as readers count from the last report in 32 bits.
            (timestamp, at) = (packet, sent);
        }

        reported = arrival;
        return true;
    }

    /// <summary>Writes the report that is due.</summary>
    public void WriteReport(Span<byte> to)
    {
        to[..ReportLength].Clear();
        to[0] = 0x80;
        to[1] = 200;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ReportLength / 4) - 1);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ssrc);

        // NTP's 64 bits. Where its epoch is doesn't matter to a reader that only compares tracks, but it may not be 0.
        var seconds = at.TotalSeconds + 1_000_000;
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], (uint)seconds);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], (uint)((seconds - Math.Floor(seconds)) * uint.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], timestamp);
    }
}
