using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Time;
using Parley.Tests.Core.Messages;

namespace Parley.Tests.Core.Sessions;

public sealed class SessionDeliveryTests
{
    private readonly RecordingConnection connection = new();
    private readonly ProtocolMetrics metrics = new("test");

    [Fact]
    public void An_event_goes_out_as_the_session_s_codec_writes_it()
    {
        var session = NewSession(new CountingCodec("first"));

        session.TryDeliver(new Note()).ShouldBeTrue();
        session.Speak(new CountingCodec("second"));
        session.TryDeliver(new Note()).ShouldBeTrue();

        connection.Sent.Select(TestFrames.TextOf).ShouldBe(["first Note", "second Note"]);
        metrics.CountSent(MessageKind.Signal).ShouldBe(2);
    }

    [Fact]
    public void A_session_that_is_ending_says_so_and_it_is_counted()
    {
        var session = NewSession(new CountingCodec("any"));
        session.Close(CloseCode.Replaced, "gone");

        session.TryDeliver(new Note()).ShouldBeFalse();

        connection.Sent.ShouldBeEmpty();
        metrics.CountDropped(DropReason.PeerEnding).ShouldBe(1);
        metrics.CountSent(MessageKind.Signal).ShouldBe(0);
    }

    [Fact]
    public void What_its_wire_has_no_word_for_is_left_out_and_not_counted()
    {
        var session = NewSession(new CountingCodec("any", withoutWord: MessageKind.Presence));

        session.TryDeliver(new Note(kind: MessageKind.Presence)).ShouldBeTrue();

        connection.Sent.ShouldBeEmpty();
        metrics.CountSent(MessageKind.Presence).ShouldBe(0);
        metrics.CountDropped(DropReason.PeerEnding).ShouldBe(0);
    }

    [Fact]
    public void A_reader_too_slow_is_counted_once()
    {
        NewSession(new CountingCodec("any")).TooSlow();

        metrics.CountDropped(DropReason.TooSlow).ShouldBe(1);
    }

    [Fact]
    public void No_two_sessions_have_the_same_id()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => NewSession(new CountingCodec("any")).Id).ToList();

        ids.Distinct().Count().ShouldBe(100);
        ids.Select(i => i.ToString()).Distinct().Count().ShouldBe(100);
    }

    private TestSession NewSession(ICodec codec) =>
        new(connection, codec, new RateGuard(new Clock(new ManualTimeProvider()), RateLimits.Default), metrics);
}
