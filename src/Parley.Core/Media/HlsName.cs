namespace Parley.Core.Media;

/// <summary>What an HLS stream is found under: <c>/live/{userId}/{streamId}/playlist.m3u8</c>.</summary>
/// <param name="UserId">The publisher.</param>
/// <param name="StreamId">Which of its streams.</param>
public sealed record HlsName(string UserId, string StreamId);
