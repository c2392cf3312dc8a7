using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>What a client sent, and waits until its room may work.</summary>
/// <param name="Session">Whose it is.</param>
/// <param name="Stamp">When its edge got it, by the <see cref="LamportClock"/>.</param>
/// <param name="Number">Which of the session's it is; 0 for its opening.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Again">Whether another owner may have handled it.</param>
/// <param name="Message">What was sent.</param>
internal readonly record struct HeldInput(
    HostedSession Session, long Stamp, int Number, InputKind Kind, bool Again, byte[] Message);
