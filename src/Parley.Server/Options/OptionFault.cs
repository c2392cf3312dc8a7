namespace Parley.Server.Options;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Key">Where, as <c>Parley:Auth:SymmetricKey</c>.</param>
/// <param name="Problem">What is wrong, and what to do. Never holds a secret's value.</param>
internal sealed record OptionFault(string Key, string Problem)
{
    public override string ToString() => $"{Key}: {Problem}";
}
