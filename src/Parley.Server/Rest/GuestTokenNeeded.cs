namespace Parley.Server.Rest;

/// <summary>Marks an endpoint that asks for a guest's token.</summary>
internal sealed class GuestTokenNeeded;
