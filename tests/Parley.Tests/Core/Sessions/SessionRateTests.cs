using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Time;
using Parley.Tests.Core.Messages;

namespace Parley.Tests.Core.Sessions;

public sealed class SessionRateTests
{
    private readonly RecordingConnection connection = new();
    private readonly ProtocolMetrics metrics = new("test");
    private readonly TestSession session;

    public SessionRateTests() => session = new TestSession(
        connection, new CountingCodec("any"),
        new RateGuard(new Clock(new ManualTimeProvider()), RateLimits.Default), metrics);

    [Fact]
    public void Over_the_rate_the_client_is_told_when_to_try_again()
    {
        for (var i = 0; i < 200; i++) session.Admit(MessageKind.Signal).ShouldBeTrue();
        connection.Sent.ShouldBeEmpty();

        session.Admit(MessageKind.Signal).ShouldBeFalse();

        connection.Sent.Select(TestFrames.TextOf).ShouldBe(["any RateLimited 20"]);
        metrics.CountDropped(DropReason.RateLimited).ShouldBe(1);
        metrics.CountReceived(MessageKind.Signal).ShouldBe(201);
    }

    [Fact]
    public void One_who_does_not_stop_is_closed_with_4429()
    {
        for (var i = 0; i < 219; i++) session.Admit(MessageKind.Signal);
        connection.Closes.ShouldBeEmpty();

        session.Admit(MessageKind.Signal).ShouldBeFalse();

        connection.Closes.ShouldHaveSingleItem().Code.ShouldBe(CloseCode.RateLimited);
        connection.Sent.Count.ShouldBe(19);
    }
}
