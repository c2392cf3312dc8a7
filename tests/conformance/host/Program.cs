using Parley.Conformance;
using Parley.EngineIo;
using Parley.WebSockets;

// Whose server: engine, socket (the protocol suites), engine-client, socket-client (the clients' own), checks, recovery.
var suite = args is [var first, ..] && !first.StartsWith('-') ? first : "socket";

var builder = WebApplication.CreateSlimBuilder([.. args.SkipWhile(a => a == suite)]);
builder.Logging.ClearProviders();
if (args.Contains("--inline=true")) builder.WebHost.UseInlineSockets();
builder.Services.AddSocketIo(options => Suites.Configure(suite, options));

var app = builder.Build();
if (suite.StartsWith("engine", StringComparison.Ordinal)) app.MapEngineEcho("/engine.io");
else Suites.SetUp(app.MapSocketIo());
await app.StartAsync();
Console.WriteLine($"ready {app.Urls.First()}");
await app.WaitForShutdownAsync();
