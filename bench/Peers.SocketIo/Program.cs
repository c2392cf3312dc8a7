using Parley.EngineIo;
using Parley.WebSockets;

// One event, to the partner's socket (?id=a&to=b) or to a room of many (?id=a&room=r).
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseInlineSockets();
builder.Services.AddSocketIo();

var app = builder.Build();
app.MapSocketIo().Main
    .OnConnect(static socket =>
    {
        var query = socket.Handshake.Query;
        var room = query.TryGetValue("room", out var named) ? named.ToString() : null;
        socket.Join(room ?? query["id"].ToString());
        socket.Data = room ?? query["to"].ToString();
    })
    .On("signal", static (socket, in message) => socket.To((string)socket.Data!).Emit("signal", message.Arguments));
app.Run();
