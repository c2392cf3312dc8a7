using System.Collections.Immutable;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Parley.Core.Rooms;

namespace Parley.Tests.Core.Rooms;

/// <summary>
/// The roster as a state machine: the model is a plain list of who is there, in the order they came, and after each
/// operation everything that a roster can be asked has to be what the model says.
/// </summary>
internal sealed class RosterMachine : Machine<Roster<Seat>, ImmutableList<Seat>>
{
    private const int Users = 5;

    /// <summary>Few enough that the same one often comes, goes and comes again.</summary>
    private static readonly Seat[] Everybody =
        [.. Enumerable.Range(0, 20).Select(i => new Seat(new RecordingPeer($"p{i}"), $"u{i % Users}"))];

    public override Arbitrary<Setup<Roster<Seat>, ImmutableList<Seat>>> Setup =>
        Gen.Fresh<Setup<Roster<Seat>, ImmutableList<Seat>>>(() => new NobodyThere()).ToArbitrary();

    public override Gen<Operation<Roster<Seat>, ImmutableList<Seat>>> Next(ImmutableList<Seat> model)
    {
        var anybody = Gen.Elements(Everybody);
        return Gen.OneOf(
            anybody.Select(Operation<Roster<Seat>, ImmutableList<Seat>> (seat) => new Join(seat)),
            anybody.Select(Operation<Roster<Seat>, ImmutableList<Seat>> (seat) => new Leave(seat)));
    }

    private static Property Same(Roster<Seat> actual, ImmutableList<Seat> model)
    {
        var same = actual.Members.SequenceEqual([.. model])
            && actual.Count == model.Count
            && Everybody.All(seat => ReferenceEquals(actual.Find(seat.Peer), model.Contains(seat) ? seat : null))
            && Enumerable.Range(0, Users).All(u => actual.Has($"u{u}") == model.Any(s => s.UserId == $"u{u}"));
        return same.Label($"roster [{string.Join(' ', actual.Members.ToArray().Select(s => s.Peer))}], "
            + $"model [{string.Join(' ', model.Select(s => s.Peer))}]");
    }

    private sealed class NobodyThere : Setup<Roster<Seat>, ImmutableList<Seat>>
    {
        public override Roster<Seat> Actual() => new();

        public override ImmutableList<Seat> Model() => [];
    }

    private sealed class Join(Seat seat) : Operation<Roster<Seat>, ImmutableList<Seat>>
    {
        public override bool Pre(ImmutableList<Seat> model) => !model.Contains(seat);

        public override ImmutableList<Seat> Run(ImmutableList<Seat> model) => model.Add(seat);

        public override Property Check(Roster<Seat> actual, ImmutableList<Seat> model)
        {
            var first = actual.Add(seat);
            return (first == (model.Count(s => s.UserId == seat.UserId) == 1)).Label("first of its user")
                .And(Same(actual, model));
        }

        public override string ToString() => $"join {seat.Peer}";
    }

    private sealed class Leave(Seat seat) : Operation<Roster<Seat>, ImmutableList<Seat>>
    {
        public override ImmutableList<Seat> Run(ImmutableList<Seat> model) => model.Remove(seat);

        public override Property Check(Roster<Seat> actual, ImmutableList<Seat> model)
        {
            var wasThere = actual.Find(seat.Peer) is not null;
            var removed = actual.Remove(seat.Peer, out var last);
            return ReferenceEquals(removed, wasThere ? seat : null).Label("removed")
                .And((last == (wasThere && model.All(s => s.UserId != seat.UserId))).Label("last of its user"))
                .And(Same(actual, model));
        }

        public override string ToString() => $"leave {seat.Peer}";
    }
}
