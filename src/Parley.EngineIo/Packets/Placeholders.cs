using System.Text.Json;

namespace Parley.EngineIo.Packets;

/// <summary>
/// Where the attachments belong: <c>{"_placeholder":true,"num":N}</c>, each attachment exactly once. A packet that says
/// otherwise would leave some reader with a hole, or with memory it never lets go.
/// </summary>
internal static class Placeholders
{
    private const int NoNumber = -1;

    public static bool Match(ReadOnlySpan<byte> json, int attachments)
    {
        Span<bool> seen = attachments <= 64 ? stackalloc bool[attachments] : new bool[attachments];
        // For each object that is open, by its depth: names may come in any order.
        Span<bool> marked = stackalloc bool[Packet.MaxDepth + 1];
        Span<int> numbers = stackalloc int[Packet.MaxDepth + 1];
        var found = 0;
        var reader = Packet.NewReader(json);
        while (reader.Read())
        {
            var depth = reader.CurrentDepth;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    (marked[depth], numbers[depth]) = (false, NoNumber);
                    break;
                case JsonTokenType.PropertyName when reader.ValueTextEquals("_placeholder"u8):
                    marked[depth - 1] = reader.Read() && reader.TokenType == JsonTokenType.True;
                    reader.Skip();
                    break;
                case JsonTokenType.PropertyName when reader.ValueTextEquals("num"u8):
                    numbers[depth - 1] = reader.Read() && reader.TokenType == JsonTokenType.Number
                        && reader.TryGetInt32(out var number) ? number : NoNumber;
                    reader.Skip();
                    break;
                case JsonTokenType.EndObject when marked[depth]:
                    var num = numbers[depth];
                    if (num < 0 || num >= attachments || seen[num]) return false;
                    seen[num] = true;
                    found++;
                    break;
            }
        }

        return found == attachments;
    }
}
