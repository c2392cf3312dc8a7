using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>A watcher's stream on the <see cref="FakeMediaServer"/>.</summary>
internal sealed class FakeDownlink(FakeMediaRoom room, FakeUplink uplink)
    : FakeMediaLink(room, FakeSdp.Offer(uplink.Offer, room.Server.NewId())), IDownlink
{
    /// <summary>What it shows.</summary>
    public FakeUplink Uplink => uplink;

    /// <summary>The watcher's answer; <c>null</c> until it came.</summary>
    public string? Answer { get; private set; }

    public async Task AnswerAsync(string answer, CancellationToken cancellationToken)
    {
        CheckEnded();
        FakeSdp.CheckAnswer(answer);
        if (Answer is not null) throw new MediaException(MediaFault.BadRequest, "The offer has been answered already.");
        await AnswerableAsync(cancellationToken);
        Answer = answer;
        if (Room.Server.ConnectsAtOnce) Connect();
    }
}
