using Parley.Core.Media;

namespace Parley.Specs;

/// <summary>A room of a test, with what happened in it.</summary>
public sealed record SpecRoom(IMediaRoom Room, SpecEvents Events);
