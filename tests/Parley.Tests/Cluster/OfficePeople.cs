using System.Globalization;
using System.Text.Json;
using Parley.Tests.Protocols;
using Parley.Tests.Protocols.World;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What people of the world <c>office</c> do, and how it is held against what they are told.</summary>
internal static class OfficePeople
{
    /// <summary>Somebody of acme who is in the office.</summary>
    public static Task<TestSocket> ComeAsync(ParleyHost node, string name, string role = "Member", string place = "") =>
        ComeAsync(node.Url, node.WorkspaceToken(name, "acme", role), place);

    /// <summary>At any node, and where it is then.</summary>
    public static async Task<TestSocket> ComeAsync(Uri node, string token, string place = "")
    {
        var socket = await TestSocket.ConnectAsync(node, "/world");
        await socket.ConnectWorldAsync(token);
        await socket.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""");
        var state = await socket.TextAsync();
        state.ShouldContain("WORLD_STATE");
        state.ShouldContain(place);
        return socket;
    }

    /// <summary>From the hall to the meeting room, and waits until it is there.</summary>
    public static async Task ToMeetingAsync(this TestSocket socket, double x)
    {
        await socket.SendTextAsync(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"hall","to_zone_id":"meet","position":{"x":{{{x}}},"y":5.5} } }"""));
        await socket.NextOfAsync("ZONE_TRANSITIONED");
    }

    public static async Task<JsonElement> ConnectWorldAsync(this TestSocket socket, string token, string more = "")
    {
        await socket.SendTextAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{token}}}"{{{more}}} },"protocol_version":1}""");
        var connected = JsonElement.Parse(await socket.TextAsync());
        connected.GetProperty("type").GetString().ShouldBe("CONNECTED");
        return connected.GetProperty("payload");
    }

    public static async Task<string> TypeAsync(this TestSocket socket) => Person.TypeOf(await socket.TextAsync());

    /// <summary>The type of the answer to a request for an object, whatever comes before it.</summary>
    public static async Task<string> AnswerAsync(this TestSocket socket)
    {
        while (true)
        {
            var type = await socket.TypeAsync();
            if (type.StartsWith("INTERACT_", StringComparison.Ordinal)) return type;
        }
    }

    /// <summary>The next message of a type; before it only presence comes.</summary>
    public static async Task<JsonElement> NextOfAsync(this TestSocket socket, string type)
    {
        while (true)
        {
            var text = await socket.TextAsync();
            var found = Person.TypeOf(text);
            if (found == type) return JsonElement.Parse(text).GetProperty("payload");
            found.ShouldBe("PRESENCE_BROADCAST", text);
        }
    }

    public static Task StepAsync(this TestSocket socket, double x, double y, string state = "walking") =>
        socket.SendTextAsync(Person.Update(x, y, state: state));

    /// <summary>Somebody offers, and nothing but that comes.</summary>
    public static async Task ShouldHearOfAsync(this TestSocket socket, TestSocket other, string name)
    {
        await other.SendTextAsync($$$"""{"type":"SDP_OFFER","payload":{"to":"bob","sdp":"v=0"}}""");
        var text = await socket.TextAsync();
        text.ShouldContain("\"SDP_OFFER\"");
        text.ShouldContain($"\"{name}\"");
    }

    /// <summary>Walks to and fro in a row of the hall, 15 steps a second, until it is told to end; then it stands. Returns where.</summary>
    public static async Task<string> WalkAsync(this TestSocket socket, double y, CancellationToken end)
    {
        var (x, by) = (2.5, 0.25);
        while (!end.IsCancellationRequested)
        {
            if (x + by is < 1 or > 9) by = -by;
            await socket.StepAsync(x += by, y);
            await Task.Delay(67, CancellationToken.None);
        }

        await socket.StepAsync(x, y, "idle");
        return string.Create(CultureInfo.InvariantCulture, $"{x},{y}");
    }

    /// <summary>Reads until somebody is seen there, and nothing but presence came.</summary>
    public static async Task ShouldSeeAsync(this TestSocket socket, string name, string place)
    {
        while (true)
        {
            var text = await socket.TextAsync();
            Person.TypeOf(text).ShouldBe("PRESENCE_BROADCAST", text);
            if (Person.Seen([text]).Contains($"{name} {place}") && text.Contains("\"idle\"", StringComparison.Ordinal)) return;
        }
    }
}
