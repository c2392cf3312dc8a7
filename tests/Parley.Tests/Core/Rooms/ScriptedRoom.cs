using Parley.Core.Rooms;

namespace Parley.Tests.Core.Rooms;

/// <summary>
/// A room that does whatever the test puts into a command, and lives while it is <see cref="Occupied"/> or anybody is
/// <see cref="Inside"/>.
/// </summary>
internal sealed class ScriptedRoom : Room
{
    public bool Occupied { get; set; }

    public HashSet<int> Inside { get; } = [];

    public Action<long>? WhenDue { get; set; }

    public Action<Forwards>? ForwardsWhenDue { get; set; }

    protected override bool IsEmpty => !Occupied && Inside.Count == 0;

    public static Command Do(Action<ScriptedRoom, Forwards> action) => new Script(action);

    public static Command Do(Action<ScriptedRoom> action) => new Script((room, _) => action(room));

    /// <summary>When <see cref="WhenDue"/> is to be called.</summary>
    public void WakeAt(long milliseconds) => DueAt = milliseconds;

    protected override void Handle(Command command, Forwards forwards) => ((Script)command).Action(this, forwards);

    protected override void OnDue(long now, Forwards forwards)
    {
        DueAt = long.MaxValue;
        WhenDue?.Invoke(now);
        ForwardsWhenDue?.Invoke(forwards);
    }

    private sealed record Script(Action<ScriptedRoom, Forwards> Action) : Command((Parley.Core.Sessions.IPeer?)null);
}
