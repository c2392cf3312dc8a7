using System.Security.Cryptography;

namespace Parley.EngineIo.Sockets;

/// <summary>Ids that nobody guesses: 120 random bits, in 20 characters.</summary>
internal static class SocketIds
{
    public static string New()
    {
        Span<byte> random = stackalloc byte[15];
        RandomNumberGenerator.Fill(random);
        Span<char> text = stackalloc char[20];
        Convert.TryToBase64Chars(random, text, out _);
        text.Replace('+', '-');
        text.Replace('/', '_');
        return new string(text);
    }
}
