using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.Server.Storage;

namespace Parley.Server.Guests;

/// <summary>Calls that have ended, on their way from the lobby to the store.</summary>
internal sealed class CallQueue(ParleyMetrics metrics) : RecordQueue<CallRecord>(metrics.CallLost);
