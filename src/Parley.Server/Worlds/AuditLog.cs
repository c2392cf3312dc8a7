using Parley.Core.Storage;
using Parley.Server.Storage;

namespace Parley.Server.Worlds;

/// <summary>Writes what moderators did to the store.</summary>
internal sealed class AuditLog(AuditQueue entries, IStore store, TimeProvider time, ILogger<AuditLog> logger)
    : RecordLog<AuditRecord>(entries, "audit entries", time, logger)
{
    protected override Task WriteAsync(AuditRecord record, CancellationToken cancellationToken) =>
        store.AddAuditAsync(record, cancellationToken);
}
