using Parley.Conformance;
using Parley.EngineIo;
using Parley.WebSockets;

// Whose server: engine, socket (the protocol suites), engine-client, socket-client (the clients' own), checks, recovery.
var suite = args is [var first, ..] && !first.StartsWith('-') ? first : "socket";

var builder = WebApplication.CreateSlimBuilder([.. args.SkipWhile(a => a == suite)]);
builder.Logging.ClearProviders();
if (args.Contains("--inline=true")) builder.WebHost.UseInlineSockets();
builder.Services.AddHttpContextAccessor();
builder.Services.AddSocketIo(options => Suites.Configure(suite, options));

var app = builder.Build();
switch (suite)
{
    case "engine":
        app.MapEngine("/engine.io", app.Services.GetRequiredService<SocketIoServer>().Options.Engine, EngineEcho.New);
        break;
    case "engine-client":
        var requests = app.Services.GetRequiredService<IHttpContextAccessor>();
        app.Use(EngineClientSuite.GuardAsync);
        app.MapEngine("/engine.io", EngineClientSuite.Options, session => EngineClientSuite.Greet(session, requests));
        break;
    case "socket-client":
        app.Use(SocketClientSuite.HoldUpAsync);
        SocketClientSuite.SetUp(app.MapSocketIo());
        break;
    default:
        Suites.SetUp(app.MapSocketIo());
        break;
}

await app.StartAsync();
Console.WriteLine($"ready {app.Urls.First()}");
await app.WaitForShutdownAsync();
