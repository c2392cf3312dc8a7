// The official clients, old and new, over either transport: unmodified, as applications use them.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { io as io48 } from "socket.io-client";
import { io as io40 } from "socket.io-client-4.0";
import { servers } from "./servers.js";

const clients = { "socket.io-client 4.8": io48, "socket.io-client 4.0": io40 };
const transports = { polling: ["polling"], websocket: ["websocket"], "polling, then WebSocket": ["polling", "websocket"] };

const event = (socket, name) => new Promise((resolve) => socket.once(name, (...args) => resolve(args)));

for (const [serverName, start] of Object.entries(servers)) {
  for (const [clientName, io] of Object.entries(clients)) {
    for (const [transportName, transport] of Object.entries(transports)) {
      describe(`${clientName} by ${transportName} on ${serverName}`, { timeout: 30_000 }, () => {
        let server;
        const open = [];
        before(async () => { server = await start({}); });
        after(async () => {
          for (const socket of open) socket.disconnect();
          await server.stop();
        });
        const connect = (nsp = "/", options = {}) => {
          const socket = io(server.url + nsp, { transports: transport, forceNew: true, ...options });
          open.push(socket);
          return socket;
        };

        it("connects and is told what it authenticated with", async () => {
          const socket = connect("/", { auth: { token: "123" } });
          assert.deepEqual(await event(socket, "auth"), [{ token: "123" }]);
          assert.ok(socket.id.length >= 20);
        });

        it("joins another namespace", async () => {
          const socket = connect("/custom", { auth: {} });
          assert.deepEqual(await event(socket, "auth"), [{}]);
        });

        it("is refused where there is no namespace", async () => {
          const [error] = await event(connect("/nowhere"), "connect_error");
          assert.equal(error.message, "Invalid namespace");
        });

        it("is refused by middleware, with its words and data", async () => {
          const [error] = await event(connect("/guarded", { auth: { token: "bad" } }), "connect_error");
          assert.equal(error.message, "not with that token");
          assert.deepEqual(error.data, { token: "bad" });
          const welcome = connect("/guarded", { auth: { token: "good" } });
          await event(welcome, "connect");
        });

        it("gets back what it sends", async () => {
          const socket = connect();
          const sent = [1, "zwei", null, true, { three: [3, { four: "4 \u{1F600} \" \\ \u0000" }] }, []];
          socket.emit("message", ...sent);
          assert.deepEqual(await event(socket, "message-back"), sent);
          socket.emit("message");
          assert.deepEqual(await event(socket, "message-back"), []);
        });

        it("gets binary back, wherever it was", async () => {
          const socket = connect();
          socket.emit("message", Buffer.from([1, 2, 3]), { deep: [Buffer.from("b")] }, "text");
          const [first, second, third] = await event(socket, "message-back");
          assert.deepEqual(Buffer.from(first), Buffer.from([1, 2, 3]));
          assert.deepEqual(Buffer.from(second.deep[0]), Buffer.from("b"));
          assert.equal(third, "text");
        });

        it("gets its acknowledgement, binary too", async () => {
          const socket = connect();
          const answer = await new Promise((resolve) =>
            socket.emit("message-with-ack", 1, Buffer.from("x"), (...args) => resolve(args)));
          assert.equal(answer[0], 1);
          assert.deepEqual(Buffer.from(answer[1]), Buffer.from("x"));
        });

        it("acknowledges what the server asks", async () => {
          const socket = connect();
          socket.on("question", (question, answer) => answer(question + "!"));
          assert.equal(await new Promise((resolve) => socket.emit("ask-me", "really", resolve)), "really!");
        });

        it("reaches the others in its room, in order, and not itself", async () => {
          const [a, b, c] = [connect(), connect(), connect()];
          const outsider = event(c, "auth");
          for (const member of [a, b]) await new Promise((joined) => member.emit("join", "room", joined));
          await outsider;
          const got = [];
          a.on("from-room", () => assert.fail("the sender got its own"));
          c.on("from-room", () => assert.fail("somebody outside got it"));
          const all = new Promise((resolve) => b.on("from-room", (n) => { got.push(n); if (n === 99) resolve(); }));
          for (let i = 0; i < 100; i++) a.emit("to-room", "room", i);
          await all;
          assert.deepEqual(got, Array.from({ length: 100 }, (_, i) => i));
        });

        it("sends a thousand while it connects and upgrades, and all come back in order", async () => {
          const socket = connect();
          const got = [];
          const all = new Promise((resolve) => socket.on("message-back", (n) => { got.push(n); if (n === 999) resolve(); }));
          for (let i = 0; i < 1000; i++) socket.emit("message", i);
          await all;
          assert.deepEqual(got, Array.from({ length: 1000 }, (_, i) => i));
        });

        it("is told why it was disconnected", async () => {
          const socket = connect();
          await event(socket, "auth");
          socket.emit("leave-me");
          assert.equal((await event(socket, "disconnect"))[0], "io server disconnect");
        });

        it("comes back after its connection broke", async () => {
          const socket = connect("/", { reconnectionDelay: 10 });
          await event(socket, "auth");
          const first = socket.id;
          socket.emit("drop-me");
          await event(socket, "disconnect");
          await event(socket, "connect");
          assert.notEqual(socket.id, first);
        });

        it("stays as long as it answers pings", async () => {
          const socket = connect("/", { reconnection: false });
          await event(socket, "auth");
          socket.on("disconnect", () => assert.fail("it was given up"));
          await new Promise((resolve) => setTimeout(resolve, 1200));
          socket.off("disconnect");
          assert.ok(socket.connected);
        });
      });
    }
  }

  describe(`recovery on ${serverName}`, { timeout: 30_000 }, () => {
    let server;
    before(async () => { server = await start({ recovery: true }); });
    after(() => server.stop());

    it("gives the socket back: its id, its rooms, what it missed, in order and once", async () => {
      const away = io48(server.url, { transports: ["websocket"], forceNew: true, reconnectionDelay: 200 });
      const other = io48(server.url, { transports: ["websocket"], forceNew: true });
      await new Promise((joined) => away.emit("join", "room", joined));
      await new Promise((joined) => other.emit("join", "room", joined));
      const got = [];
      const all = new Promise((resolve) => away.on("from-room", (n) => { got.push(n); if (n === 5) resolve(); }));
      other.emit("to-room", "room", 0);
      while (got.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const { id } = away;

      away.io.engine.close();
      for (let i = 1; i <= 4; i++) other.emit("to-room", "room", i);
      await event(away, "connect");
      assert.equal(away.recovered, true);
      assert.equal(away.id, id);
      other.emit("to-room", "room", 5);
      await all;

      assert.deepEqual(got, [0, 1, 2, 3, 4, 5]);
      away.disconnect();
      other.disconnect();
    });
  });
}
