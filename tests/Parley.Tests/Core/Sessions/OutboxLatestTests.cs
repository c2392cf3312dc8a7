using System.Text;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>The place beside the ring, where only the newest counts.</summary>
public sealed class OutboxLatestTests
{
    private readonly OutboxProbe probe = new();

    [Fact]
    public void What_waits_there_goes_out_in_one_piece_when_nothing_else_waits()
    {
        PutLatest("one", "two");

        var piece = probe.Sender.Sends.ShouldHaveSingleItem().ShouldHaveSingleItem();
        Texts(piece).ShouldBe(["one", "two"]);
        probe.Outbox.LatestWaits.ShouldBeFalse();
    }

    [Fact]
    public void What_waits_in_order_overtakes_it()
    {
        FlushBatch.Run(this, static t =>
        {
            t.PutLatest("presence");
            t.probe.Put("correction");
        });

        probe.Sender.Texts.ShouldBe(["correction", "presence"]);
    }

    [Fact]
    public void A_newer_one_takes_its_place()
    {
        FlushBatch.Run(this, static t =>
        {
            t.PutLatest("old");
            t.probe.Outbox.LatestWaits.ShouldBeTrue();
            t.PutLatest("new");
        });

        probe.Sender.Texts.ShouldBe(["new"]);
    }

    [Fact]
    public void What_is_on_its_way_out_is_left_alone()
    {
        probe.Sender.Hold();
        PutLatest("on its way");
        probe.Outbox.LatestWaits.ShouldBeFalse();
        probe.Outbox.DropLatest().ShouldBeFalse();
        PutLatest("next");
        PutLatest("newest");
        probe.Put("in order");
        probe.Sender.Resume();

        probe.Sender.Texts.ShouldBe(["on its way", "in order", "newest"]);
    }

    [Fact]
    public void Dropped_is_never_sent()
    {
        FlushBatch.Run(this, static t =>
        {
            t.PutLatest("stale");
            t.probe.Outbox.DropLatest().ShouldBeTrue();
            t.probe.Outbox.DropLatest().ShouldBeFalse();
            t.probe.Put("gone");
        });

        probe.Sender.Texts.ShouldBe(["gone"]);
    }

    [Fact]
    public void A_slow_reader_is_not_closed_for_it()
    {
        var probe = new OutboxProbe(messages: 2, bytes: 100);
        probe.Sender.Hold();
        for (var i = 0; i < 1000; i++) FlushBatch.Run(probe, static p => Put(p, "x"));

        probe.Sender.Resume();

        probe.Sender.Texts.Count().ShouldBe(2);
        probe.Ends.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_goes_out_behind_a_close_frame()
    {
        FlushBatch.Run(this, static t =>
        {
            t.PutLatest("late");
            t.probe.Complete();
            Put(t.probe, "later").ShouldBeFalse();
        });

        TestFrames.CloseCodeOf(probe.Sender.Sends.ShouldHaveSingleItem().ShouldHaveSingleItem()).ShouldBe(1000);
        probe.Outbox.LatestWaits.ShouldBeFalse();
        probe.Ends.ShouldBe([OutboxEnd.Closed]);
    }

    [Fact]
    public void Discarded_while_on_its_way_it_is_let_go_only_when_the_send_is_over()
    {
        probe.Sender.Hold();
        PutLatest("on its way");
        PutLatest("waits");

        probe.Outbox.Discard();

        probe.Outbox.LatestWaits.ShouldBeFalse();
        probe.Sender.Alive = false;
        probe.Sender.Resume();
        probe.Ends.ShouldBe([OutboxEnd.Gone]);
    }

    [Fact]
    public async Task From_many_threads_each_reader_gets_whole_pieces_and_the_newest_last()
    {
        const int each = 3000;
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sender = new RecordingSender();
        var outbox = new Outbox(sender, new OutboxLimits(int.MaxValue, int.MaxValue), (_, _) => closed.TrySetResult());

        var presence = Task.Run(() =>
        {
            for (var i = 0; i < each; i++) Put(outbox, $"{i:0000}", $"{i:0000}");
        });
        var ordered = Task.Run(() =>
        {
            for (var i = 0; i < each; i++) outbox.TryPut(TestFrames.Text("in order"));
        });
        await Task.WhenAll(presence, ordered);
        await Eventually.Is(() => !outbox.LatestWaits && outbox.Depth == 0);
        outbox.Complete(CloseFrame.Of(CloseCode.Normal, ""));
        await closed.Task;

        var pieces = sender.Sends.SelectMany(s => s).SkipLast(1).Select(Texts).ToList();
        pieces.Count(p => p[0] == "in order").ShouldBe(each);
        var told = pieces.Where(p => p.Count == 2).ToList();
        told.ShouldAllBe(p => p[0] == p[1]);
        told.Select(p => p[0]).ShouldBe(told.Select(p => p[0]).Order());
        told[^1][0].ShouldBe($"{each - 1:0000}");
    }

    private void PutLatest(params string[] texts) => FlushBatch.Run((probe.Outbox, texts), static s => Put(s.Outbox, s.texts));

    private static bool Put(OutboxProbe probe, params string[] texts) => Put(probe.Outbox, texts);

    private static bool Put(Outbox outbox, params string[] texts)
    {
        var bytes = texts.SelectMany(t => TestFrames.Text(t).Bytes.ToArray()).ToArray();
        var buffer = LatestFrames.Rent(bytes.Length);
        bytes.CopyTo(buffer, 0);
        return outbox.TryPutLatest(buffer, bytes.Length);
    }

    private static List<string> Texts(byte[] piece)
    {
        var texts = new List<string>();
        for (var at = 0; at < piece.Length; at += 2 + piece[at + 1]) texts.Add(Encoding.UTF8.GetString(piece, at + 2, piece[at + 1]));
        return texts;
    }
}
