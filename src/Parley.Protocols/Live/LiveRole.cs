namespace Parley.Protocols.Live;

/// <summary>What a session is in a room: <c>pt</c>.</summary>
public enum LiveRole
{
    /// <summary>Watches.</summary>
    Viewer,

    /// <summary>Sends.</summary>
    Publisher,
}
