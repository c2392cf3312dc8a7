namespace Parley.Bench.Load;

/// <summary>What a scenario hears from its clients, on the loop's thread.</summary>
internal interface IClientEvents
{
    /// <summary>The client has done the last step of its plan.</summary>
    void OnRegistered(Client client);

    /// <summary>A data frame reached a registered client. The payload is valid during the call only.</summary>
    void OnMessage(Client client, ReadOnlySpan<byte> payload);

    /// <summary>All that one read brought has been handed over.</summary>
    void OnRead(Client client)
    {
    }
}
