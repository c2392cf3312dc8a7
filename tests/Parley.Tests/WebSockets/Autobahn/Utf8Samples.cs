namespace Parley.Tests.WebSockets.Autobahn;

/// <summary>Well-formed and ill-formed UTF-8 (Unicode, table 3-7): first and last of each length, overlong, halves of pairs, cut off.</summary>
internal static class Utf8Samples
{
    public static IEnumerable<byte[]> Valid => Bytes(
        "00", "7F", "C280", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBD", "EFBFBE", "EFBFBF", "F0908080", "F09FBFBE", "F09FBFBF",
        "F48FBFBE", "F48FBFBF", "CEBAE1BDB9CF83CEBCCEB5");

    public static IEnumerable<byte[]> Invalid => Bytes(
        // Cut off.
        "CE", "CEBAE1", "CEBAE1BD", "CEBAE1BDB9CF", "CEBAE1BDB9CF83CE", "C0", "E080", "F08080", "F8808080", "FC80808080", "DF", "EFBF",
        "F7BFBF", "FBBFBFBF", "FDBFBFBFBF",
        // Longer than Unicode goes.
        "F888808080", "FC8480808080", "F7BFBFBF", "FBBFBFBFBF", "FDBFBFBFBFBF", "F4908080",
        // Continuations without a beginning, beginnings without a continuation.
        "80", "BF", "80BF", "80BF80", "80BF80BF", "C020C120DF20", "E020EF20", "F020F720", "F820FB20", "FC20FD20", "C328", "E228A1",
        "F0288CBC",
        // More bytes than needed.
        "C080", "E08080", "F0808080", "F880808080", "FC8080808080", "C0AF", "E080AF", "F08080AF", "F8808080AF", "FC80808080AF", "C1BF",
        "E09FBF", "F08FBFBF", "F887BFBFBF", "FC83BFBFBFBF",
        // Halves of surrogate pairs, alone and together.
        "EDA080", "EDA081", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF", "EDA080EDB080", "EDADBFEDBFBF", "EDAFBFEDBFBF",
        // Never in UTF-8.
        "FE", "FF", "FEFEFFFF");

    private static IEnumerable<byte[]> Bytes(params string[] hex) => hex.Select(Convert.FromHexString);
}
