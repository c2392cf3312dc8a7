using System.Net;
using System.Runtime.InteropServices;
using Parley.Core.Limits;

namespace Parley.EngineIo.Engine;

/// <summary>How many sessions each address has: so many, and no more. An address that has none is not known.</summary>
/// <param name="atMost">How many one may have; 0 for any number, which are then not counted.</param>
internal sealed class SessionsByAddress(int atMost)
{
    private readonly Lock gate = new();
    private readonly Dictionary<AddressKey, int> sessions = [];

    /// <summary>Addresses that have sessions.</summary>
    public int Count
    {
        get
        {
            lock (gate) return sessions.Count;
        }
    }

    /// <summary>One more session. <c>false</c> when there are too many; else <see cref="Leave"/> has to follow.</summary>
    public bool TryEnter(IPAddress? address)
    {
        if (atMost == 0) return true;
        var key = AddressKey.Of(address);
        lock (gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(sessions, key, out _);
            if (count == atMost) return false;
            count++;
            return true;
        }
    }

    /// <summary>One less.</summary>
    public void Leave(IPAddress? address)
    {
        if (atMost == 0) return;
        var key = AddressKey.Of(address);
        lock (gate)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(sessions, key) == 0) sessions.Remove(key);
        }
    }
}
