using System.Text.Json.Serialization;

namespace Parley.Protocols;

/// <summary>Source-generated serializers of the few values that are not written by hand.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
