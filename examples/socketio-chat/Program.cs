// A chat in rooms: a name at the door, messages with receipts, and what was said while a connection was broken.
//   dotnet run --project examples/socketio-chat
using Parley.EngineIo;
using SocketIoChat;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSocketIo(options =>
{
    options.Recovery = new RecoveryOptions();
    foreach (var origin in builder.Configuration.GetSection("Origins").Get<string[]>() ?? []) options.Engine.Origins.Add(origin);
});

var app = builder.Build();
app.MapSocketIo().Main
    .Use(static (handshake, _) => new(
        handshake.AuthText("name") is { Length: > 0 and <= 40 } ? null : new SocketIoRefusal("A name of 1 to 40 characters is needed.")))
    .OnConnect(static socket => socket.Data ??= socket.Handshake.AuthText("name"))
    .On("join", static (socket, in message) =>
    {
        if (!message.TryGetArgument(0, ChatJson.Default.String, out var room)) return;
        socket.Join(room!);
        socket.To(room!).Emit("joined", (string)socket.Data!, ChatJson.Default.String);
        message.Reply?.Send();
    })
    .On("say", static (socket, in message) =>
    {
        if (!message.TryGetArgument(0, ChatJson.Default.Saying, out var saying)) return;
        socket.To(saying!.Room).Emit("said", new Said((string)socket.Data!, saying.Text), ChatJson.Default.Said);
        message.Reply?.Send("\"sent\""u8);
    });
app.Run();
