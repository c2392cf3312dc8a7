using System.Text;
using Parley.EngineIo.Packets;

namespace Parley.Tests.EngineIo.Packets;

public sealed class EventNamesTests
{
    [Fact]
    public void A_name_is_escaped() => Encoding.UTF8.GetString(EventNames.Encode("a\"b")).ShouldBe("\"a\\u0022b\"");

    [Fact]
    public void A_long_name_that_a_client_made_up_is_not_kept()
    {
        var name = new string('x', 65);

        EventNames.Encode(name).ShouldNotBeSameAs(EventNames.Encode(name));
    }
}
