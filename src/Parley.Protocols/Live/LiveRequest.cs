using Parley.Core.Messages;

namespace Parley.Protocols.Live;

/// <summary>What was asked, for whoever gets the answer: acks carry the very object that the command had.</summary>
internal sealed class LiveRequest(LiveSignalType type, ReadOnlyMemory<byte> signal = default)
{
    public LiveSignalType Type => type;

    /// <summary>The signal as it came, JSON: an error repeats it. Empty where it came by another protocol.</summary>
    public ReadOnlyMemory<byte> Signal => signal;

    public MessageKind Kind => type.Kind();
}
