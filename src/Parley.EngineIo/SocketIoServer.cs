using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Core.Time;
using Parley.EngineIo.Engine;
using Parley.EngineIo.Sockets;
using Parley.WebSockets;

namespace Parley.EngineIo;

/// <summary>A Socket.IO 5 server over Engine.IO 4, for unmodified clients of socket.io 3 and 4.</summary>
public sealed partial class SocketIoServer
{
    private readonly ConcurrentDictionary<string, SocketIoNamespace> namespaces = new();
    private readonly ILogger<SocketIoServer> logger;
    private readonly EngineServer engine;

    /// <param name="options">How it behaves.</param>
    /// <param name="time">Time, and timers.</param>
    /// <param name="clock">Deadlines.</param>
    /// <param name="webSockets">What WebSockets share.</param>
    /// <param name="logger">For failures of handlers.</param>
    /// <exception cref="OptionsValidationException">An option makes no sense; the message says which.</exception>
    public SocketIoServer(
        SocketIoOptions options, TimeProvider time, Clock clock, WebSocketServices webSockets, ILogger<SocketIoServer> logger)
    {
        if (options.Fault() is { } fault) throw new OptionsValidationException("SocketIo", typeof(SocketIoOptions), [fault]);
        (Options, Time, this.logger) = (options, time, logger);
        Main = Of("/");
        engine = new EngineServer(
            options.Engine, time, clock, webSockets, (session, request) => new SocketIoClient(session, this, request));
    }

    /// <summary>The main namespace, <c>/</c>.</summary>
    public SocketIoNamespace Main { get; }

    /// <summary>Open sessions, joined or not.</summary>
    public int Sessions => engine.Count;

    /// <summary>Those of them that poll, which are no open WebSockets.</summary>
    public int PollingSessions => engine.Polling;

    internal int Addresses => engine.Addresses;

    internal SocketIoOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>A namespace, made when first named. Clients can join those that were named here, and no others.</summary>
    /// <param name="name">Begins with a slash.</param>
    public SocketIoNamespace Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name[0] != '/' || name.Contains(',', StringComparison.Ordinal))
            throw new ArgumentException("A namespace begins with a slash and has no comma in it.", nameof(name));
        return namespaces.GetOrAdd(name, static (n, s) => new SocketIoNamespace(n, s), this);
    }

    /// <summary>Answers any request to the server's path.</summary>
    public Task HandleAsync(HttpContext context) => engine.HandleAsync(context);

    /// <summary>Ends every session, and opens no more; clients will look for another server.</summary>
    public void CloseAll() => engine.CloseAll();

    /// <summary>Ends at most so many sessions that have no WebSocket; their clients will look for another server.</summary>
    public void CloseSome(int most) => engine.CloseSome(most);

    /// <summary>Forgets what has been kept long enough. Called about once a second.</summary>
    internal void Tick()
    {
        foreach (var (_, nsp) in namespaces) nsp.Tick();
    }

    internal SocketIoNamespace? Find(string name) => namespaces.GetValueOrDefault(name);

    internal void Failed(Exception failure) => LogFailed(logger, failure);

    [LoggerMessage(LogLevel.Error, "A handler of Socket.IO events failed.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
