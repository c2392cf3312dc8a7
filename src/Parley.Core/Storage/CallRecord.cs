namespace Parley.Core.Storage;

/// <summary>A call that has ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CallerId">Who made the offer.</param>
/// <param name="CalleeId">Who got it.</param>
/// <param name="Kind"><c>audio</c> or <c>video</c>.</param>
/// <param name="StartedAt">UTC; the offer.</param>
/// <param name="AnsweredAt">UTC; <c>null</c> when nobody answered.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="EndReason"><c>ended</c>, <c>rejected</c>, <c>timeout</c>, <c>disconnected</c> or <c>left</c>.</param>
public sealed record CallRecord(
    Guid Id, string CallerId, string CalleeId, string Kind, DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset EndedAt, string EndReason);
