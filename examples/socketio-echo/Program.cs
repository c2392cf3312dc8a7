// The smallest Socket.IO server: every event goes back to whoever sent it.
//   dotnet run --project examples/socketio-echo
using Parley.EngineIo;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSocketIo();

var app = builder.Build();
app.MapSocketIo().Main.OnAny(static (socket, in message) =>
{
    socket.Emit(message.Name, message.Arguments, message.Attachments);
    message.Reply?.Send(message.Arguments, message.Attachments);
});
app.Run();
