// Starts either server on 127.0.0.1 and ends it again: the reference from npm, and Parley's. Every check runs on both.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Server } from "socket.io";

const host = fileURLToPath(new URL("../host/bin/Release/net10.0/Parley.Conformance.dll", import.meta.url));

/** What both servers are set to; times short enough to wait for. */
export const times = { pingInterval: 300, pingTimeout: 200, connectTimeout: 1000, maxPayload: 1_000_000 };

async function npm({ recovery }) {
  const http = createServer();
  const io = new Server(http, {
    pingInterval: times.pingInterval,
    pingTimeout: times.pingTimeout,
    connectTimeout: times.connectTimeout,
    maxHttpBufferSize: times.maxPayload,
    cors: { origin: "*" },
    ...(recovery ? { connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: false } } : {}),
  });
  for (const name of ["/", "/custom"]) {
    io.of(name).on("connection", (socket) => {
      socket.emit("auth", socket.handshake.auth);
      socket.on("message", (...args) => socket.emit("message-back", ...args));
      socket.on("message-with-ack", (...args) => args.pop()(...args));
      socket.on("join", (room, joined) => { socket.join(room); joined(); });
      socket.on("to-room", (room, ...args) => { socket.to(room).emit("from-room", ...args); });
      socket.on("ask-me", async (question, answered) => answered(await socket.timeout(2000).emitWithAck("question", question)));
      socket.on("drop-me", () => socket.conn.close());
      socket.on("leave-me", () => socket.disconnect());
    });
  }
  io.of("/guarded").use((socket, next) => {
    if (socket.handshake.auth.token === "good") return next();
    const refusal = new Error("not with that token");
    refusal.data = { token: socket.handshake.auth.token ?? null };
    next(refusal);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return { url: `http://127.0.0.1:${http.address().port}`, stop: () => io.close() };
}

async function parley({ recovery }, ...more) {
  const args = [host, recovery ? "recovery" : "checks", "--urls", "http://127.0.0.1:0", ...more];
  const child = spawn("dotnet", args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("ready ")) continue;
    return { url: line.slice("ready ".length), stop: async () => { child.kill(); await ended; } };
  }
  throw new Error("the server ended before it was ready: build tests/conformance/host first");
}

/** The name of the server that the others are held to. */
export const reference = "npm's socket.io";

export const servers = {
  [reference]: npm,
  Parley: parley,
  "Parley, inline": (options) => parley(options, "--inline=true"),
};
