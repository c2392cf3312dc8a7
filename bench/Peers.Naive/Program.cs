using Peers.Naive;

// A bare relay on Kestrel's WebSockets with nothing set, the baseline that every ratio of the bench refers to.
// `/?id=a&to=b` exchanges messages with b; `/?id=a&room=r` sends to everybody else in r.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
var relay = new Relay();

app.UseWebSockets();
app.MapGet("/", async (HttpContext context) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var query = context.Request.Query;
    await relay.ServeAsync(socket, query["id"].ToString(), query["to"].ToString(), query["room"].ToString());
});

await app.RunAsync();
