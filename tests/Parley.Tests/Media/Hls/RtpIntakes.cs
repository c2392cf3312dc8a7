using System.Net;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

public sealed class RtpIntakes : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource end = new();
    private readonly RawRtp sender = new();
    private readonly RtpIntake intake;
    private int asked;

    public RtpIntakes()
    {
        intake = new RtpIntake(HlsStage.SoundAndPicture, IPAddress.Loopback, time, () => Interlocked.Increment(ref asked));
        _ = intake.ReceiveAsync(end.Token);
    }

    private RtpTarget Sound => intake.Targets[0];

    private RtpTarget Picture => intake.Targets[1];

    [Fact]
    public void Tracks_have_ports_payload_types_and_SSRCs_of_their_own()
    {
        intake.Targets.Select(t => t.Mid).ShouldBe(["0", "1"]);
        Sound.Port.ShouldNotBe(Picture.Port);
        Sound.PayloadType.ShouldNotBe(Picture.PayloadType);
        Sound.Ssrc.ShouldNotBe(Picture.Ssrc);
        intake.Targets.ShouldAllBe(t => t.Address.Equals(IPAddress.Loopback));
    }

    [Fact]
    public async Task A_track_is_reported_before_its_first_packet()
    {
        sender.Send(Picture, 1);

        var chunks = await Read(2);
        chunks.Select(c => (c.Track, c.IsReport)).ShouldBe([(1, true), (1, false)]);
    }

    [Fact]
    public async Task What_is_not_the_track_s_is_dropped()
    {
        sender.Send(Picture, 1, ssrc: Picture.Ssrc + 1);
        sender.Send(Picture, 2, payloadType: 100);
        sender.SendBytes(Picture);
        sender.SendBytes(Picture, 0x80);
        sender.SendBytes(Picture, [.. Enumerable.Repeat((byte)0xFF, 100)]);
        sender.Send(Picture, 3);

        var chunks = await Read(2);
        RtpInput.SequenceOf(chunks[1].Data).ShouldBe((ushort)3);
        intake.Queue.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_packet_that_is_lost_asks_for_a_key_frame_and_not_again_at_once()
    {
        sender.Send(Picture, 65_534);
        sender.Send(Picture, 65_535);
        sender.Send(Picture, 0);
        await Read(4);
        asked.ShouldBe(0);

        sender.Send(Picture, 2);
        sender.Send(Picture, 5);
        await Read(2);
        await Eventually.Is(() => asked == 1);

        time.Advance(TimeSpan.FromSeconds(3));
        sender.Send(Picture, 7);
        await Eventually.Is(() => asked == 2);
    }

    [Fact]
    public async Task Packets_that_come_late_or_twice_are_no_loss()
    {
        foreach (ushort sequence in new ushort[] { 1, 2, 1, 2, 3 }) sender.Send(Picture, sequence);

        await Read(6);
        asked.ShouldBe(0);
    }

    [Fact]
    public async Task Lost_sound_asks_for_nothing()
    {
        sender.Send(Sound, 1);
        sender.Send(Sound, 9);

        await Read(3);
        asked.ShouldBe(0);
    }

    [Fact]
    public async Task Another_reader_begins_with_a_key_frame_and_nothing_old()
    {
        sender.Send(Sound, 1);
        sender.Send(Picture, 1);
        await Eventually.Is(() => intake.Flowing(TimeSpan.FromSeconds(1)).Count == 2);

        intake.BeginAgain();
        asked.ShouldBe(1);
        sender.Send(Picture, 2);
        (await Read(2)).Select(c => (c.Track, c.IsReport)).ShouldBe([(1, true), (1, false)]);
    }

    [Fact]
    public async Task A_track_flows_as_long_as_packets_come()
    {
        sender.Send(Sound, 1);
        sender.Send(Picture, 1);
        await Eventually.Is(() => intake.Flowing(TimeSpan.FromSeconds(5)).Count == 2);

        time.Advance(TimeSpan.FromSeconds(6));
        sender.Send(Sound, 2);
        await Eventually.Is(() => intake.Flowing(TimeSpan.FromSeconds(5)).Count == 1);
        intake.Flowing(TimeSpan.FromSeconds(5)).ShouldBe([0]);
    }

    [Fact]
    public async Task Both_tracks_are_waited_for_but_not_for_ever()
    {
        var waiting = intake.WaitForMediaAsync(end.Token);
        sender.Send(Sound, 1);
        await Eventually.Is(() => time.Waiting == 1);
        waiting.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(3));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Sound_from_before_the_picture_is_forgotten()
    {
        sender.Send(Sound, 1);
        await Eventually.Is(() => intake.Flowing(TimeSpan.FromSeconds(1)).Count == 1);
        sender.Send(Picture, 1);
        await Eventually.Is(() => intake.Flowing(TimeSpan.FromSeconds(1)).Count == 2);
        sender.Send(Sound, 2);
        intake.Begin([0, 1]);
        asked.ShouldBe(1);

        var chunks = await Read(4);
        chunks.Select(c => (c.Track, c.IsReport)).ShouldBe([(0, true), (1, true), (1, false), (0, false)]);
        RtpInput.SequenceOf(chunks[3].Data).ShouldBe((ushort)2);
    }

    [Fact]
    public void A_queue_that_nobody_reads_is_bounded()
    {
        var queue = new RtpQueue();
        var packet = new byte[1000];
        var taken = 0;
        while (queue.TryWrite(0, false, packet)) taken++;

        taken.ShouldBe(RtpQueue.MaxBytes / packet.Length);
        queue.TryRead(out _).ShouldBeTrue();
        queue.TryWrite(0, false, packet).ShouldBeTrue();
        queue.TryWrite(0, false, packet).ShouldBeFalse();
    }

    public void Dispose()
    {
        end.Cancel();
        intake.Dispose();
        sender.Dispose();
        end.Dispose();
    }

    private async Task<List<RtpChunk>> Read(int count)
    {
        var read = new List<RtpChunk>();
        while (read.Count < count)
        {
            await intake.Queue.WaitAsync(end.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            while (intake.Queue.TryRead(out var chunk)) read.Add(chunk);
        }

        read.Count.ShouldBe(count);
        return read;
    }
}
