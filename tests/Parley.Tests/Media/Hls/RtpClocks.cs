using System.Buffers.Binary;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

public sealed class RtpClocks
{
    private readonly RtpClock clock = new(90_000, 0x01020304);

    [Fact]
    public void The_first_packet_is_reported_with_its_arrival()
    {
        clock.Take(5_000, Seconds(3)).ShouldBeTrue();

        var report = Report();
        report[1].ShouldBe((byte)200);
        BinaryPrimitives.ReadUInt16BigEndian(report.AsSpan(2)).ShouldBe((ushort)6);
        BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(4)).ShouldBe(0x01020304u);
        BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(16)).ShouldBe(5_000u);
    }

    [Fact]
    public void Packets_after_it_are_not_reported_however_their_arrival_varies()
    {
        clock.Take(0, Seconds(0));

        clock.Take(90_000, Seconds(1.4)).ShouldBeFalse();
        clock.Take(180_000, Seconds(1.5)).ShouldBeFalse();
        clock.Take(150_000, Seconds(1.6)).ShouldBeFalse();
    }

    [Fact]
    public void Later_reports_go_by_the_timestamps_and_not_by_the_arrival()
    {
        clock.Take(0, Seconds(0));
        var first = NtpSeconds();

        clock.Take(990_000, Seconds(11.7)).ShouldBeTrue();
        (NtpSeconds() - first).ShouldBe(11, 0.001);
    }

    [Fact]
    public void Where_timestamps_jump_the_arrival_counts_anew()
    {
        clock.Take(0, Seconds(0));
        var first = NtpSeconds();

        clock.Take(4_000_000_000, Seconds(1)).ShouldBeTrue();
        (NtpSeconds() - first).ShouldBe(1, 0.001);
        BinaryPrimitives.ReadUInt32BigEndian(Report().AsSpan(16)).ShouldBe(4_000_000_000u);
    }

    [Fact]
    public void Timestamps_that_wrap_are_no_jump()
    {
        clock.Take(uint.MaxValue - 45_000, Seconds(0));

        clock.Take(45_000, Seconds(1)).ShouldBeFalse();
    }

    [Fact]
    public void Another_reader_is_told_again_and_the_clock_stays()
    {
        clock.Take(0, Seconds(0));
        var first = NtpSeconds();
        clock.ReportAgain();

        clock.Take(45_000, Seconds(0.7)).ShouldBeTrue();
        (NtpSeconds() - first).ShouldBe(0.5, 0.001);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private byte[] Report()
    {
        var report = new byte[RtpClock.ReportLength];
        clock.WriteReport(report);
        return report;
    }

    private double NtpSeconds() =>
        BinaryPrimitives.ReadUInt32BigEndian(Report().AsSpan(8)) + BinaryPrimitives.ReadUInt32BigEndian(Report().AsSpan(12)) / (double)uint.MaxValue;
}
