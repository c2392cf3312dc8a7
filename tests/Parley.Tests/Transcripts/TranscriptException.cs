namespace Parley.Tests.Transcripts;

/// <summary>A page and the server disagree.</summary>
internal sealed class TranscriptException(string message, Exception inner) : Exception(message, inner);
