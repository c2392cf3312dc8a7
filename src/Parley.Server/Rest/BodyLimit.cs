using Microsoft.AspNetCore.Http.Metadata;

namespace Parley.Server.Rest;

/// <summary>Largest body of a REST request; more is 413.</summary>
internal sealed class BodyLimit : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 16 * 1024;
}
