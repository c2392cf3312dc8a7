using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Protocols.GuestCall;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>
/// A lobby under storms: in each, several threads let guests of their own search, cancel, drop, come back (as the client
/// they were, as a new page, or while the old connection is still there) and leave at once, and time passes meanwhile.
/// </summary>
/// <remarks>
/// Who is matched with whom depends on how it all fell together, so that is no model. The model is who is connected; what
/// has to hold is read from what the guests were told, and compared with what the lobby says of itself.
/// </remarks>
internal sealed class LobbyStorm : Machine<LobbyStorm.Crowd, int>
{
    private const int Threads = 4;
    private const int GuestsAThread = 4;

    /// <summary>A storm takes milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What kept a storm from ending. Its threads go on, and every smaller storm would have to be waited for as well.</summary>
    private readonly StrongBox<string?> standstill = new();

    public override Arbitrary<Setup<Crowd, int>> Setup =>
        Gen.Fresh<Setup<Crowd, int>>(() => new Empty(standstill)).ToArbitrary();

    public override Gen<Operation<Crowd, int>> Next(int model) =>
        Gen.Choose(0, GuestsAThread * Crowd.Moves - 1).ArrayOf(120).ArrayOf(Threads)
            .Select(Operation<Crowd, int> (steps) => new Storm(steps));

    private sealed class Empty(StrongBox<string?> standstill) : Setup<Crowd, int>
    {
        public override Crowd Actual() => new(standstill);

        public override int Model() => 0;
    }

    private sealed class Storm(int[][] steps) : Operation<Crowd, int>
    {
        public override int Run(int storms) => storms + 1;

        public override Property Check(Crowd actual, int storms) =>
            actual.Blow(steps) is { } fault ? false.Label(fault) : true.ToProperty();

        public override string ToString() => string.Join(" | ", steps.Select(s => string.Join(' ', s)));
    }

    internal sealed class Crowd
    {
        /// <summary>Search, cancel, leave, drop, come back recovered, come back anew, connect a second time, let time pass.</summary>
        public const int Moves = 8;

        private readonly LobbyBench bench = new(new(1_000_000, 1_000_000, 20, TimeSpan.FromSeconds(10)));
        private readonly ConcurrentQueue<Exception> failures = [];
        private readonly Member[] members;
        private readonly StrongBox<string?> standstill;

        public Crowd(StrongBox<string?> standstill)
        {
            this.standstill = standstill;
            members = [.. Enumerable.Range(0, Threads * GuestsAThread).Select(i => new Member(bench, i))];
        }

        /// <returns>What does not hold afterwards, or <c>null</c>.</returns>
        public string? Blow(int[][] steps)
        {
            if (standstill.Value is not null) return null;
            using var together = new Barrier(steps.Length);
            var done = new int[steps.Length];
            var threads = steps.Select((_, thread) => new Thread(() => Blow(thread)) { IsBackground = true }).ToList();
            foreach (var thread in threads) thread.Start();
            var began = Stopwatch.GetTimestamp();
            var ended = threads.All(thread => thread.Join(Left(began)));
            return ended ? Fault() : standstill.Value = Standstill(steps, done);

            void Blow(int thread)
            {
                together.SignalAndWait();
                try
                {
                    foreach (var step in steps[thread])
                    {
                        Turn(members[thread * GuestsAThread + step / Moves], step % Moves);
                        Volatile.Write(ref done[thread], done[thread] + 1);
                    }
                }
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
            }
        }

        private static TimeSpan Left(long began)
        {
            var left = Patience - Stopwatch.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        private static string Standstill(int[][] steps, int[] done) =>
            $"the lobby stands still after {Patience}: " + string.Join(", ", Enumerable.Range(0, steps.Length)
                .Select(t => (Thread: t, Done: Volatile.Read(ref done[t])))
                .Where(at => at.Done < steps[at.Thread].Length)
                .Select(at => (at.Thread, Step: steps[at.Thread][at.Done]))
                .Select(at => $"guest_{at.Thread * GuestsAThread + at.Step / Moves:00} at move {at.Step % Moves}"));

        private string? Fault()
        {
            if (failures.TryPeek(out var failure)) return $"the lobby failed: {failure}";
            var known = members.ToDictionary(m => m.Id);
            foreach (var member in members)
            {
                if (member.View.Broken is { } broken) return $"{member.Id}: {broken}";
                // Whoever is away is asked no more: what it sees ends with its connection.
                if (!member.Connected || member.View.Partner is not { } partner) continue;
                var other = known[partner];
                if (other.Connected && other.View.Partner != member.Id)
                    return $"{member.Id} is with {partner}, who is with {other.View.Partner ?? "nobody"}";
            }

            var matched = members.Where(m => m is { Connected: true, View.Partner: not null }).ToList();
            if (matched.GroupBy(m => m.View.Partner).Any(g => g.Count() > 1)) return "two are with the same guest";
            var waiting = members.Where(m => m is { Connected: true, View.Searching: true }).Select(m => m.Id).ToList();
            if (waiting.Count > 1) return $"these wait while each could have another: {string.Join(' ', waiting)}";

            var online = bench.Presence.Online(members.Length + 1).ToDictionary(g => g.Guest.UserId);
            foreach (var member in members)
            {
                if (member.Connected != online.ContainsKey(member.Id)) return $"{member.Id} is not where presence has it";
                if (!member.Connected) continue;
                var (searching, inMatch) = (online[member.Id].IsSearching, online[member.Id].IsMatched);
                if (searching != member.View.Searching || inMatch != (member.View.Partner is not null))
                    return $"{member.Id} sees {member.View}, presence has searching {searching}, matched {inMatch}";
            }

            var active = bench.Presence.Snapshot().ActiveUsers;
            return active % 2 == 0 ? null : $"{active} guests are in pairs";
        }

        private void Turn(Member member, int move)
        {
            if (move == 7) bench.Pass(3);
            else member.Turn(move);
        }
    }

    /// <summary>A guest, moved by one thread.</summary>
    private sealed class Member(LobbyBench bench, int number)
    {
        /// <summary>Socket.IO recovers nobody later than this.</summary>
        private static readonly TimeSpan Recoverable = new GuestCallOptions().Recovery;

        private readonly Guest guest = new($"guest_{number:00}", $"g{number}", Guid.NewGuid(), null, null, null);
        private GuestSession? session;
        private int connections;
        private DateTimeOffset droppedAt;

        public string Id => guest.UserId;

        public bool Connected => session is not null;

        public Viewer View { get; private set; } = new(new Viewer.State());

        public void Turn(int move)
        {
            switch (move)
            {
                case 0 when Connected:
                    session!.Receive("user:match", default);
                    break;
                case 1 when Connected:
                    session!.Receive("user:match:cancel", default);
                    break;
                case 2 when Connected:
                    session!.Receive("leave-room", default);
                    break;
                case 3 when Connected:
                    droppedAt = bench.Time.GetUtcNow();
                    session!.Ended();
                    session = null;
                    break;
                case 4 when !Connected && connections > 0:
                    bench.WhileTimeStands(() =>
                    {
                        // The client is the one it was, so it knows what it knew.
                        if (bench.Time.GetUtcNow() - droppedAt < Recoverable) Connect(View.Known, recovered: true);
                    });
                    break;
                case 5 when !Connected:
                    connections++;
                    Connect(new Viewer.State(), recovered: false);
                    break;
                case 6 when Connected:
                    connections++;
                    var older = session!;
                    Connect(new Viewer.State(), recovered: false);
                    older.Ended();
                    break;
            }
        }

        private void Connect(Viewer.State known, bool recovered)
        {
            View = new Viewer(known);
            session = bench.Protocol.NewSession(View, guest, $"{Id}-{connections}");
            session.Begin(recovered);
        }
    }

    /// <summary>What a client concludes from what it is told.</summary>
    private sealed class Viewer(Viewer.State known) : IPeer
    {
        private readonly Lock gate = new();

        public PeerId Id { get; } = PeerId.Next();

        public State Known => known;

        public string? Partner
        {
            get
            {
                lock (gate) return known.Partner;
            }
        }

        public bool Searching
        {
            get
            {
                lock (gate) return known.Searching;
            }
        }

        /// <summary>What can't be.</summary>
        public string? Broken { get; private set; }

        public bool TryDeliver(Event message)
        {
            if (message is not GuestEvent told) return true;
            lock (gate) See(told);
            return true;
        }

        public void Close(CloseCode code, string reason)
        {
        }

        public override string ToString() => $"searching {known.Searching}, partner {known.Partner ?? "nobody"}";

        private void See(GuestEvent told)
        {
            using var json = System.Text.Json.JsonDocument.Parse(told.Argument);
            switch (told.Name)
            {
                case "user:match:searching":
                    if (known.Searching || known.Partner is not null) Broken ??= $"searches again: {this}";
                    known.Searching = true;
                    break;
                case "user:match:cancelled":
                    if (!known.Searching) Broken ??= "cancelled what it did not search";
                    known.Searching = false;
                    break;
                case "user:matched":
                    var partner = json.RootElement.GetProperty("matchedUser").GetProperty("id").GetString();
                    if (known.Partner is not null) Broken ??= $"matched with {partner} while with {known.Partner}";
                    (known.Partner, known.Searching) = (partner, false);
                    break;
                case "chat:cleared" or "room:closed":
                    var gone = json.RootElement.GetProperty("userId").GetString();
                    if (known.Partner is not null && known.Partner != gone) Broken ??= $"{gone} went, who was not its match {known.Partner}";
                    known.Partner = null;
                    break;
                case "chat:clear:confirmed":
                    known.Partner = null;
                    break;
            }
        }

        /// <summary>What a client remembers when its connection breaks.</summary>
        internal sealed class State
        {
            public string? Partner { get; set; }

            public bool Searching { get; set; }
        }
    }
}
