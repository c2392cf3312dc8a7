using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Parley.Server.Rest;

/// <summary>Source-generated serializers of all REST bodies.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(RenameRoomRequest))]
[JsonSerializable(typeof(RoomBody))]
[JsonSerializable(typeof(PutMemberRequest))]
[JsonSerializable(typeof(MemberBody))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(PutProfileRequest))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(IceServersBody))]
[JsonSerializable(typeof(DemoSessionBody))]
[JsonSerializable(typeof(CallStatusBody))]
[JsonSerializable(typeof(NewGuestRequest))]
[JsonSerializable(typeof(GuestLocationRequest))]
[JsonSerializable(typeof(GuestAnswer<GuestSessionData>))]
[JsonSerializable(typeof(GuestAnswer<GuestData>))]
[JsonSerializable(typeof(GuestAnswer<GuestIceServersData>))]
[JsonSerializable(typeof(GuestAnswer<GuestNameData>))]
[JsonSerializable(typeof(GuestAnswer<GuestStatsData>))]
[JsonSerializable(typeof(GuestAnswer<OnlineGuestsData>))]
[JsonSerializable(typeof(WorldsPage))]
[JsonSerializable(typeof(PutWorldBody))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(CreateLiveRoomRequest))]
[JsonSerializable(typeof(LiveRoomBody))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(NodeBody))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class RestJson : JsonSerializerContext
{
    /// <summary>Strict: what is not known, given twice or of another type is refused and named; absent is absent, not null.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.AllowDuplicateProperties = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = 32;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.TypeInfoResolverChain.Insert(0, Default);
    }
}
