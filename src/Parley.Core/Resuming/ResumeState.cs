namespace Parley.Core.Resuming;

/// <summary>What a session that can be resumed takes along to another node: its token and where both sides' numbers are.</summary>
/// <param name="Name">By which it is found.</param>
/// <param name="Secret">What the client shows next.</param>
/// <param name="Used">What it showed last, if that is still good.</param>
/// <param name="Sent">The number of the last message that was sent to the client.</param>
/// <param name="Received">The number of the last that came from it.</param>
internal sealed record ResumeState(string Name, byte[] Secret, byte[]? Used, long Sent, long Received)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Name);
        writer.Write(Sent);
        writer.Write(Received);
        writer.Write(Secret);
        if (Used is not null) writer.Write(Used);
        return bytes.ToArray();
    }

    /// <summary>As it was.</summary>
    public static ResumeState FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var (name, sent, received) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
        var secret = reader.ReadBytes(ResumeToken.SecretBytes);
        return new ResumeState(name, secret, reader.ReadBytes(ResumeToken.SecretBytes) is { Length: > 0 } used ? used : null, sent, received);
    }
}
