using FsCheck;
using FsCheck.Fluent;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>
/// Zones under everything that can happen, in any order. Held against the protocol's page by one who only writes down what
/// happened and when, and what was told to whom.
/// </summary>
public sealed class ZoneTopologyPropertyTests
{
    private const int Hold = 30_000;
    private const int ConnectWithin = 10_000;

    private enum Act
    {
        Enter,
        Leave,
        NeedTurn,
        Connect,
        LoseByError,
        LeaveSfu,
        MediaGoes,
        MediaComes,
        Wait,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Nobody_is_left_out_and_nothing_flaps(int sfuAbove)
    {
        // Media comes and goes seldom, else nothing else would be seen.
        var act = Gen.Frequency(
            (8, Gen.Constant(Act.Enter)), (7, Gen.Constant(Act.Leave)), (3, Gen.Constant(Act.NeedTurn)),
            (5, Gen.Constant(Act.Connect)), (2, Gen.Constant(Act.LoseByError)), (1, Gen.Constant(Act.LeaveSfu)),
            (1, Gen.Constant(Act.MediaGoes)), (2, Gen.Constant(Act.MediaComes)), (8, Gen.Constant(Act.Wait)));
        var steps = act.SelectMany(a => Gen.Choose(0, 9).SelectMany(user => Gen.Choose(0, 9).SelectMany(peer =>
            Gen.Choose(0, 15).Select(seconds => (a, user, peer, seconds))))).ArrayOf(150);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(steps.ToArbitrary(), (Action<(Act, int, int, int)[]>)(s => new Run(sfuAbove).Play(s))));
    }

    private sealed class Run(int sfuAbove)
    {
        private readonly ZoneTopology zone = new(new TopologyRules(), sfuAbove);
        private readonly Dictionary<string, Seen> people = [];
        private bool available = true;
        private bool onSfu;
        private long now;
        private long changedAt = -Hold;
        private long? smallSince;

        public void Play((Act Act, int User, int Peer, int Seconds)[] steps)
        {
            foreach (var (act, user, peer, seconds) in steps)
            {
                Do(act, $"user{user}", $"user{peer}", seconds);
                zone.OnSfu.ShouldBe(onSfu);
                zone.NeededTurnCount.ShouldBe(people.Values.Count(p => p.NeededTurn));
                zone.ConnectedCount.ShouldBe(people.Values.Count(p => p.Connected));
                if (onSfu) people.Values.ShouldAllBe(p => p.PromotedAt != null, "everybody in a zone on the SFU was promoted");
            }
        }

        private void Do(Act act, string user, string peer, int seconds)
        {
            switch (act)
            {
                case Act.Enter:
                    people.TryAdd(user, new Seen());
                    var before = onSfu;
                    var entered = zone.Entered(user, now, available);
                    See(entered, expected: before && available ? [user] : []);
                    break;
                case Act.Leave:
                    people.Remove(user);
                    See(zone.Left(user, now, available));
                    break;
                case Act.NeedTurn when people.ContainsKey(user) && people.ContainsKey(peer) && !onSfu:
                    people[user].NeededTurn = true;
                    people[peer].NamedBy.Add(user);
                    people[peer].NeededTurn |= people[peer].NamedBy.Count > 1;
                    See(zone.NeededTurn(user, peer, now, available));
                    break;
                case Act.Connect:
                    zone.TryConnect(user).ShouldBe(onSfu && people.ContainsKey(user));
                    if (onSfu && people.TryGetValue(user, out var seen)) (seen.Connected, seen.RemindAt) = (true, null);
                    break;
                case Act.LoseByError or Act.LeaveSfu when onSfu && people.TryGetValue(user, out var lost):
                    (lost.Connected, lost.RemindAt) = (false, null);
                    var byError = act == Act.LoseByError;
                    See(zone.Disconnected(user, byError, now, available), expected: byError && available ? [user] : []);
                    break;
                case Act.MediaGoes:
                    available = false;
                    break;
                case Act.MediaComes:
                    available = true;
                    break;
                case Act.Wait:
                    for (var i = 0; i < seconds; i++) Tick();
                    break;
            }

            NoteSmall();
        }

        private void Tick()
        {
            now += 1000;
            zone.DueAt(now - 1000).ShouldBeLessThanOrEqualTo(SomethingIsDue() ? now : long.MaxValue, "else nobody would call");
            string[] late = [.. people.Where(p => p.Value.RemindAt <= now).Select(p => p.Key)];
            var wasOnSfu = onSfu;
            var step = zone.Due(now, available);
            See(step, expected: wasOnSfu && available && step.Change == TopologyChange.None ? late : [], reminds: true);

            // What has to have happened by now has.
            if (available && !onSfu && Wanted()) (now - changedAt).ShouldBeLessThan(Hold);
            if (!available) onSfu.ShouldBeFalse();
            if (onSfu && smallSince is { } since) Math.Min(now - since, now - changedAt).ShouldBeLessThan(Hold);
            NoteSmall();
        }

        private bool SomethingIsDue() =>
            onSfu && people.Values.Any(p => p.RemindAt <= now) || onSfu && !available
            || onSfu && smallSince + Hold <= now && changedAt + Hold <= now
            || !onSfu && available && Wanted() && changedAt + Hold <= now;

        private void See(TopologyStep step, string[]? expected = null, bool reminds = false)
        {
            switch (step.Change)
            {
                case TopologyChange.None:
                    step.Promote.ShouldBe(expected ?? [], ignoreOrder: true);
                    break;
                case TopologyChange.Promoted:
                    onSfu.ShouldBeFalse();
                    available.ShouldBeTrue();
                    Wanted().ShouldBeTrue();
                    (now - changedAt).ShouldBeGreaterThanOrEqualTo(Hold, "it would flap");
                    step.Promote.ShouldBe(people.Keys, ignoreOrder: true);
                    (onSfu, changedAt, smallSince) = (true, now, null);
                    break;
                case TopologyChange.Demoted:
                    onSfu.ShouldBeTrue();
                    (now - changedAt).ShouldBeGreaterThanOrEqualTo(Hold, "it would flap");
                    (now - smallSince.ShouldNotBeNull()).ShouldBeGreaterThanOrEqualTo(Hold);
                    GoBack();
                    break;
                case TopologyChange.FellBack:
                    onSfu.ShouldBeTrue();
                    available.ShouldBeFalse();
                    GoBack();
                    break;
            }

            foreach (var user in step.Promote)
            {
                (people[user].PromotedAt, people[user].Connected) = (now, false);
                people[user].RemindAt = reminds && step.Change == TopologyChange.None ? null : now + ConnectWithin;
            }
        }

        private void GoBack()
        {
            (onSfu, changedAt, smallSince) = (false, now, null);
            foreach (var seen in people.Values) (seen.PromotedAt, seen.Connected, seen.RemindAt) = (null, false, null);
        }

        private void NoteSmall()
        {
            if (!onSfu || !IsSmall()) smallSince = null;
            else smallSince ??= now;
        }

        private int Turned => people.Values.Count(p => p.NeededTurn);

        private bool Wanted() => people.Count > sfuAbove || Turned >= 3 && Turned > 0.3 * people.Count;

        private bool IsSmall() =>
            people.Count <= Math.Max(sfuAbove, 2) / 2.0 && (Turned <= 1.5 || Turned <= 0.15 * people.Count);
    }

    private sealed class Seen
    {
        public long? PromotedAt { get; set; }

        public long? RemindAt { get; set; }

        public bool NeededTurn { get; set; }

        public HashSet<string> NamedBy { get; } = [];

        public bool Connected { get; set; }
    }
}
