namespace Parley.RabbitMq.Wire;

/// <summary>Because of which input something is sent.</summary>
/// <param name="Origin">Whose input; the default when it is nobody's.</param>
/// <param name="Number">Which; -1 when it is nobody's.</param>
/// <param name="Count">How many the receiver got because of it before.</param>
/// <param name="Again">Whether the input may have been handled before, by another owner.</param>
internal readonly record struct OutputCause(SessionKey Origin, int Number, byte Count, bool Again);
