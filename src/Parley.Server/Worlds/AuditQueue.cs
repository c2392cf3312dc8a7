using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.Server.Storage;

namespace Parley.Server.Worlds;

/// <summary>What moderators did, on its way from the worlds to the store.</summary>
internal sealed class AuditQueue(ParleyMetrics metrics) : RecordQueue<AuditRecord>(metrics.AuditLost);
