using Microsoft.AspNetCore.Http.Metadata;
using Parley.Protocols.World;

namespace Parley.Server.Rest;

/// <summary>Largest body of a world; more is 413.</summary>
internal sealed class WorldFileLimit : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => WorldFileLimits.FileBytes;
}
