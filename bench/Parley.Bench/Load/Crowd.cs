namespace Parley.Bench.Load;

/// <summary>How movers talk to one server: zone after zone, all of a zone's movers together.</summary>
/// <param name="Plans">How they connect.</param>
/// <param name="Updates">What each sends, one after the other and again from the start: who stands still is not told.</param>
/// <param name="Deliveries">How many updates of others a message holds; throws for what should not come.</param>
internal sealed record Crowd(
    IReadOnlyList<ClientPlan> Plans, IReadOnlyList<byte[][]> Updates, Func<ReadOnlySpan<byte>, int> Deliveries)
{
    /// <summary>Movers of whom every update is one message to everybody else in the room, as it comes.</summary>
    internal static Crowd Of(IReadOnlyList<ClientPlan> plans, Message update) => new(
        plans,
        [.. plans.Select(_ => new[] { update.Frame })],
        static payload => Message.IsDelivery(payload) ? 1 : throw new BenchException($"the server sent something else: {Client.Text(payload)}"));
}
