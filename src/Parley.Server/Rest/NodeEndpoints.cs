using Parley.Core.Resuming;
using Parley.Server.Hosting;

namespace Parley.Server.Rest;

/// <summary><c>/api/node</c>: the operator empties this server before it goes, and sees how far that is.</summary>
internal sealed class NodeEndpoints(NodeDrain drain, KeptSessions kept)
{
    public IResult Get() => TypedResults.Ok(Body());

    public IResult Drain()
    {
        drain.Begin();
        return TypedResults.Accepted("/api/node", Body());
    }

    public IResult Undrain() => drain.TryEnd()
        ? TypedResults.Ok(Body())
        : Problems.Conflict("This server is shutting down: that can't be taken back.");

    private NodeBody Body() => new(
        !drain.IsDraining ? "serving" : drain.IsEmpty ? "drained" : "draining", drain.Left, kept.Away,
        drain.Deadline?.UtcDateTime.ToString(Core.Messages.Timestamp.Format, System.Globalization.CultureInfo.InvariantCulture));
}
