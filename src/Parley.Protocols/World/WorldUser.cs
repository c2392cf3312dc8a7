using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Protocols.World;

/// <summary>Who is in a world, as others see it.</summary>
internal sealed class WorldUser
{
    /// <param name="identity">As the token showed; it names a workspace.</param>
    public WorldUser(VerifiedIdentity identity)
    {
        (Id, WorkspaceId, Roles) = (identity.UserId, identity.WorkspaceId!, identity.Roles);
        (DisplayName, AvatarId) = (identity.DisplayName ?? Id, identity.AvatarId ?? "");
        var id = JsonEncodedText.Encode(Id, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        RawId = [(byte)'"', .. id.EncodedUtf8Bytes, (byte)'"'];
    }

    public string Id { get; }

    public string WorkspaceId { get; }

    public IReadOnlyList<string> Roles { get; }

    public string DisplayName { get; }

    /// <summary>Empty where the token names none: the document's type is a string.</summary>
    public string AvatarId { get; }

    /// <summary>The id as JSON, quotes included: written once, since every step of this user carries it.</summary>
    public byte[] RawId { get; }

    /// <summary>Writes the fields of a <c>User</c> into the object that has begun.</summary>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("user_id"u8, Id);
        json.WriteString("workspace_id"u8, WorkspaceId);
        json.WriteString("display_name"u8, DisplayName);
        json.WriteString("avatar_id"u8, AvatarId);
    }
}
