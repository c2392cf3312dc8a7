using Parley.Core.Media;

namespace Parley.Specs;

/// <summary>Who publishes and watches in <see cref="MediaServerSpec"/>: a browser with real media, or one that only knows the words.</summary>
public interface IMediaClient : IAsyncDisposable
{
    /// <summary>Begins a connection that sends.</summary>
    /// <param name="kinds"><c>audio</c>, <c>video</c>.</param>
    /// <returns>Its offer, without candidates.</returns>
    Task<string> OfferAsync(params string[] kinds);

    /// <summary>Another offer of the same connection, with ICE restarted.</summary>
    Task<string> RestartAsync();

    /// <summary>Takes the answer to its offer.</summary>
    Task TakeAnswerAsync(string answer);

    /// <summary>Begins a connection that receives.</summary>
    Task<string> AnswerAsync(string offer);

    /// <summary>Hands over its candidates, and that there are no more.</summary>
    Task TrickleAsync(IMediaLink link);

    /// <summary>Waits until more of a kind of media comes.</summary>
    Task ReceivesAsync(string kind);

    /// <summary>Waits until no more of it comes.</summary>
    Task ReceivesNoMoreAsync(string kind);

    /// <summary>Ends its connection, as when a page is closed.</summary>
    Task HangUpAsync();
}
