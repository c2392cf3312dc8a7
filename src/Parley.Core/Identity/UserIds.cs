namespace Parley.Core.Identity;

/// <summary>What a user's id may be, by whatever way it comes in.</summary>
public static class UserIds
{
    /// <summary>Most characters of an id.</summary>
    public const int MaxLength = 256;

    /// <summary>1 to <see cref="MaxLength"/> characters, none of them a control character or half of a surrogate pair.</summary>
    public static bool IsValid(string? id)
    {
        if (id is null || id.Length is 0 or > MaxLength) return false;
        foreach (var rune in id.EnumerateRunes())
        {
            if (System.Text.Rune.IsControl(rune) || rune == System.Text.Rune.ReplacementChar) return false;
        }

        return true;
    }
}
