using System.Net.WebSockets;
using Peers.Naive;

// A bare relay on Kestrel's WebSockets with nothing set, the baseline that every ratio of the bench refers to.
// `/?id=a&to=b` exchanges messages with b; `/?id=a&room=r` sends to everybody else in r. `/register` takes a token and a
// first message, and then nothing more: how much of connecting that is.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var relay = new Relay();
var registration = new Registration(app.Configuration["Key"] ?? "");

app.UseWebSockets();
app.MapGet("/", (HttpContext context) => AcceptAsync(context, socket =>
{
    var query = context.Request.Query;
    return relay.ServeAsync(socket, query["id"].ToString(), query["to"].ToString(), query["room"].ToString());
}));
app.MapGet("/register", async (HttpContext context) =>
{
    if (registration.Subject(context.Request.Headers.Authorization.ToString()) is not { } subject)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }
    await AcceptAsync(context, async socket =>
    {
        if (await Registration.AcceptAsync(socket, subject))
            await relay.ServeAsync(socket, subject, subject, "");
    });
});

await app.RunAsync();

static async Task AcceptAsync(HttpContext context, Func<WebSocket, Task> serve)
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await serve(socket);
}
