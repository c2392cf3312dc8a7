using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Frames;

public sealed class Utf8CheckTests
{
    /// <summary>Mostly bytes that begin or continue characters, right and wrong ones.</summary>
    private static readonly Gen<byte[]> SomeText = Gen.Frequency(
        (4, Gen.Elements("a", "é", "€", "𝄞").Select(Encoding.UTF8.GetBytes)),
        (1, Gen.Elements<byte>(0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xF5, 0xFF).Select(b => new[] { b })))
        .ListOf().Select(pieces => pieces.SelectMany(p => p).ToArray());

    [Fact]
    public void It_agrees_with_a_decoder_that_goes_character_by_character() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(SomeText.ToArbitrary(), text => Utf8Check.ValidPrefix(text) == Expected(text)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("61", 1)]
    [InlineData("C3", 0)]
    [InlineData("61E282", 1)]
    [InlineData("F09D84", 0)]
    [InlineData("F09D849E", 4)]
    [InlineData("C0", -1)]
    [InlineData("EDA0", -1)]
    [InlineData("80808080", -1)]
    public void What_begins_a_character_waits_for_the_rest_of_it(string hex, int valid)
    {
        Utf8Check.ValidPrefix(Convert.FromHexString(hex)).ShouldBe(valid);
    }

    private static int Expected(ReadOnlySpan<byte> text)
    {
        var valid = 0;
        while (valid < text.Length)
        {
            var status = Rune.DecodeFromUtf8(text[valid..], out _, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return valid;
            if (status != System.Buffers.OperationStatus.Done) return -1;
            valid += length;
        }

        return valid;
    }
}
