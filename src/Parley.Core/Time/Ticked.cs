namespace Parley.Core.Time;

/// <summary>Something that a <see cref="Ticker"/> calls when it asked to be.</summary>
public abstract class Ticked
{
    /// <summary>At which of the period's slots it is called.</summary>
    internal int Phase { get; set; } = -1;

    /// <summary>Its turn has come. Called on the ticker's thread; others wait behind it.</summary>
    protected internal abstract void OnTick();
}
