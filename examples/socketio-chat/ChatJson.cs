using System.Text.Json.Serialization;

namespace SocketIoChat;

internal sealed record Saying(string Room, string Text);

internal sealed record Said(string By, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Saying))]
[JsonSerializable(typeof(Said))]
internal sealed partial class ChatJson : JsonSerializerContext;
