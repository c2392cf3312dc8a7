using System.Collections.Immutable;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Parley.Core.Rooms;
using Parley.Core.Time;

namespace Parley.Tests.Core.Rooms;

/// <summary>
/// A room under storms: in each, several threads let peers of their own join and leave at once. The model is the set of
/// peers that are there once the storm is over, which does not depend on how the threads' commands fell together.
/// </summary>
internal sealed class StormMachine : Machine<StormMachine.House, ImmutableHashSet<int>>
{
    private const int Threads = 4;
    private const int PeersAThread = 6;

    public override Arbitrary<Setup<House, ImmutableHashSet<int>>> Setup =>
        Gen.Fresh<Setup<House, ImmutableHashSet<int>>>(() => new Empty()).ToArbitrary();

    public override Gen<Operation<House, ImmutableHashSet<int>>> Next(ImmutableHashSet<int> model) =>
        Gen.Choose(0, PeersAThread - 1).ArrayOf(80).ArrayOf(Threads)
            .Select(Operation<House, ImmutableHashSet<int>> (steps) => new Storm(steps));

    private sealed class Empty : Setup<House, ImmutableHashSet<int>>
    {
        public override House Actual() => new();

        public override ImmutableHashSet<int> Model() => [];
    }

    /// <summary>For each thread the peers that it lets in, or out when they are in, one after another.</summary>
    private sealed class Storm(int[][] steps) : Operation<House, ImmutableHashSet<int>>
    {
        public override ImmutableHashSet<int> Run(ImmutableHashSet<int> model)
        {
            for (var thread = 0; thread < steps.Length; thread++)
            {
                foreach (var step in steps[thread]) model = model.SymmetricExcept([thread * PeersAThread + step]);
            }

            return model;
        }

        public override Property Check(House actual, ImmutableHashSet<int> model)
        {
            actual.Blow(steps);
            var there = actual.There;
            var names = there.Select(seat => seat.Peer.ToString()!).ToList();
            return names.Order().SequenceEqual(model.Select(House.NameOf).Order()).Label("the roster is the model's")
                .And(there.All(seat => ((ViewingPeer)seat.Peer).View.SequenceEqual(names)).Label("each peer was told of all"))
                .And((actual.Rooms == (model.IsEmpty ? 0 : 1)).Label("the room lives while somebody is there"));
        }

        public override string ToString() => string.Join(" | ", steps.Select(s => string.Join(' ', s)));
    }

    /// <summary>One room and everybody who may come into it.</summary>
    internal sealed class House
    {
        private static readonly RoomId Room = new(RosterRoom.Kind, "r");

        private readonly LocalRooms rooms = new(
            new Dictionary<string, Func<RoomId, Room>> { [RosterRoom.Kind] = id => new RosterRoom { Id = id } },
            new Clock(new ManualTimeProvider()));

        private readonly ViewingPeer[] peers =
            [.. Enumerable.Range(0, Threads * PeersAThread).Select(i => new ViewingPeer(NameOf(i)))];

        private readonly bool[] inside = new bool[Threads * PeersAThread];

        public int Rooms => rooms.CountByKind().Single().Value;

        public List<Seat> There
        {
            get
            {
                var seen = new List<Seat>();
                rooms.Dispatch(Room, new RosterRoom.Look(seen));
                return seen;
            }
        }

        public static string NameOf(int peer) => $"p{peer:00}";

        public void Blow(int[][] steps)
        {
            using var together = new Barrier(steps.Length);
            var threads = steps.Select((_, thread) => new Thread(() =>
            {
                together.SignalAndWait();
                foreach (var step in steps[thread]) Turn(thread * PeersAThread + step);
            })).ToList();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }

        private void Turn(int peer)
        {
            inside[peer] = !inside[peer];
            rooms.Dispatch(
                Room, inside[peer] ? new RosterRoom.Join(peers[peer], $"u{peer % 5}") : new RosterRoom.Leave(peers[peer]));
        }
    }
}
