using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Janus.Api;

/// <summary>
/// A session on a Janus: what its handles belong to. It outlives its connection: when that breaks another one claims it,
/// and no media is lost. It ends when Janus says so, or is not heard of for too long.
/// </summary>
internal sealed partial class JanusSession(JanusOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int MostAttempts = 5;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<string, Transaction> transactions = new();
    private readonly ConcurrentDictionary<ulong, JanusHandle> handles = new();
    private readonly Lock gate = new();
    private TaskCompletionSource<JanusConnection> ready = NewReady();
    private string? ended;
    private ulong id;
    private long lastTransaction;

    /// <summary>Why it ended; <c>null</c> while it lives.</summary>
    public string? Ended => Volatile.Read(ref ended);

    /// <summary>How many handles it has, as far as this side knows.</summary>
    public int Handles => handles.Count;

    public TimeProvider Time => time;

    public JanusOptions Options => options;

    /// <summary>Attaches a handle to the plugin that makes rooms.</summary>
    /// <exception cref="JanusException">Janus said no, or nothing.</exception>
    public async Task<JanusHandle> AttachAsync(CancellationToken cancellationToken)
    {
        JanusMessage answer;
        try
        {
            answer = await AskToAttachAsync(cancellationToken);
        }
        catch (JanusException broken) when (broken.Code == JanusException.Broken && Ended is null)
        {
            // Whoever begins something need not notice: the next connection is there in a moment.
            answer = await AskToAttachAsync(cancellationToken);
        }

        var handle = new JanusHandle(this, answer.Id);
        handles[handle.Id] = handle;
        return handle;
    }

    /// <summary>Asks, and waits for the answer: of a plugin that thinks about it, for its event.</summary>
    /// <param name="kind">What is asked, in Janus's words.</param>
    /// <param name="handle">Which handle is asked; 0 for the session itself.</param>
    /// <param name="fill">Writes what goes along.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JanusException">Janus or the plugin said no, or nothing.</exception>
    public async Task<JanusMessage> AskAsync(
        string kind, ulong handle, Action<Utf8JsonWriter>? fill, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await AskOnAsync(await WhenReady().WaitAsync(either.Token), kind, handle, fill, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JanusException(
                JanusException.NoAnswer, $"Janus did not answer \"{kind}\" within {options.RequestTimeout.TotalSeconds} s.", late);
        }
    }

    /// <summary>Sends what nobody waits for an answer to; soon, when the connection is broken just now. Never waits.</summary>
    public void Tell(string kind, ulong handle, Action<Utf8JsonWriter>? fill)
    {
        var sent = WhenReady() is { IsCompletedSuccessfully: true, Result: var open }
            && open.TrySend(Write(kind, NewTransaction(kind), handle, fill));
        if (!sent) _ = InsistAsync(kind, handle, fill);
    }

    /// <summary>
    /// Asks until there is an answer, also over the next connection, but not beyond the session. For what may be asked
    /// twice. Does not fail; gives whether Janus answered.
    /// </summary>
    public async Task<bool> InsistAsync(string kind, ulong handle, Action<Utf8JsonWriter>? fill)
    {
        for (var attempt = 0; attempt < MostAttempts && Ended is null; attempt++)
        {
            try
            {
                await AskAsync(kind, handle, fill, CancellationToken.None);
                return true;
            }
            catch (JanusException failed)
            {
                if (failed.Answered) return true;
                await Task.Delay(TimeSpan.FromMilliseconds(100), time); // there soon is another connection, or the session is over
            }
        }

        return false;
    }

    /// <summary>The handle gets no more events.</summary>
    public void Forget(JanusHandle handle) => handles.TryRemove(handle.Id, out _);

    private Task<JanusMessage> AskToAttachAsync(CancellationToken cancellationToken) =>
        AskAsync("attach", 0, json => json.WriteString("plugin", JanusInfo.VideoRoom), cancellationToken);

    private static TaskCompletionSource<JanusConnection> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<JanusConnection> WhenReady()
    {
        lock (gate) return ready.Task;
    }

    private async Task<JanusMessage> AskOnAsync(
        JanusConnection open, string kind, ulong handle, Action<Utf8JsonWriter>? fill, CancellationToken cancellationToken)
    {
        var name = NewTransaction(kind);
        var transaction = new Transaction(EndsWithEvent: kind == "message");
        transactions[name] = transaction;
        // Whichever is first decides: an answer that was taken is given even to one who was about to give up.
        await using var giveUp = cancellationToken.Register(() => transaction.Answer.TrySetCanceled(cancellationToken));
        try
        {
            if (!open.TrySend(Write(kind, name, handle, fill)))
                throw new JanusException(JanusException.Broken, "The connection to Janus is broken, or too much waits on it.");
            if (await Task.WhenAny(transaction.Answer.Task, open.Closed) == open.Closed)
            {
                transaction.Answer.TrySetException(new JanusException(
                    JanusException.Broken, $"The connection to Janus broke before it answered: {await open.Closed}."));
            }

            return await transaction.Answer.Task;
        }
        finally
        {
            transactions.TryRemove(name, out _);
        }
    }

    /// <summary>Its beginning says what was asked, for answers that nobody waits for any more.</summary>
    private string NewTransaction(string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref lastTransaction)}");

    private byte[] Write(string kind, string transaction, ulong handle, Action<Utf8JsonWriter>? fill)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("janus", kind);
            json.WriteString("transaction", transaction);
            if (options.ApiSecret is not null) json.WriteString("apisecret", options.ApiSecret);
            if (id != 0) json.WriteNumber("session_id", id);
            if (handle != 0) json.WriteNumber("handle_id", handle);
            fill?.Invoke(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Receive(JanusMessage message)
    {
        Volatile.Write(ref lastHeard, time.GetTimestamp());
        if (message.Transaction is { } name)
        {
            var taken = transactions.TryGetValue(name, out var transaction) && TryAnswer(transaction, message);
            // Who asked for the handle has given up.
            if (!taken && message.Id is var made and > 0 && name.StartsWith("attach-", StringComparison.Ordinal)) Tell("detach", made, null);
        }
        else if (message.Kind == "timeout" && message.Session == id) End("Janus says that the session timed out");
        else if (handles.TryGetValue(message.Sender, out var handle)) handle.Happened?.Invoke(message);
    }

    /// <summary><c>false</c> when nobody waits for it any more.</summary>
    private static bool TryAnswer(Transaction transaction, JanusMessage message) =>
        message.Error() is { } error ? transaction.Answer.TrySetException(error)
        : (message.Kind == "ack" && transaction.EndsWithEvent) || transaction.Answer.TrySetResult(message);

    private sealed record Transaction(bool EndsWithEvent)
    {
        public TaskCompletionSource<JanusMessage> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
