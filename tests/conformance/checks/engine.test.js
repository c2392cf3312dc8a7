// Engine.IO 4 by hand: what goes over HTTP and WebSocket, packet by packet.
import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { WebSocket } from "ws";
import { reference, servers, times } from "./servers.js";

for (const [name, start] of Object.entries(servers)) {
  describe(`Engine.IO 4 on ${name}`, { timeout: 30_000 }, () => {
    let server;
    before(async () => { server = await start({}); });
    after(() => server.stop());

    const http = (query, options) => fetch(`${server.url}/socket.io/?${query}`, options);
    const ws = (query) => new WebSocket(`${server.url.replace("http", "ws")}/socket.io/?${query}`);
    const poll = (sid) => http(`EIO=4&transport=polling&sid=${sid}`);
    const post = (sid, body) => http(`EIO=4&transport=polling&sid=${sid}`, { method: "POST", body });
    const open = async () => JSON.parse((await (await http("EIO=4&transport=polling")).text()).slice(1)).sid;
    const refused = async (response, code, message) => {
      assert.equal(response.status, 400);
      assert.deepEqual(await response.json(), { code, message });
    };
    const next = async (socket) => (await once(socket, "message"))[0].toString();

    it("a handshake by polling tells times, limit and the upgrade", async () => {
      const response = await http("EIO=4&transport=polling");
      assert.equal(response.status, 200);
      const text = await response.text();
      assert.equal(text[0], "0");
      const { sid, ...rest } = JSON.parse(text.slice(1));
      assert.ok(sid.length >= 20);
      assert.deepEqual(rest, {
        upgrades: ["websocket"], pingInterval: times.pingInterval, pingTimeout: times.pingTimeout, maxPayload: times.maxPayload,
      });
    });

    it("a handshake by WebSocket has nothing to upgrade to", async () => {
      const socket = ws("EIO=4&transport=websocket");
      assert.deepEqual(JSON.parse((await next(socket)).slice(1)).upgrades, []);
      socket.close();
    });

    it("error 0: the transport is unknown", async () => {
      await refused(await http("EIO=4&transport=carrier-pigeon"), 0, "Transport unknown");
      await refused(await http("EIO=4"), 0, "Transport unknown");
      await refused(await http("EIO=4&transport=constructor"), 0, "Transport unknown");
    });
    it("error 1: the session is unknown", async () =>
      refused(await http("EIO=4&transport=polling&sid=nobody"), 1, "Session ID unknown"));
    it("error 2: a handshake is a GET", async () =>
      refused(await http("EIO=4&transport=polling", { method: "POST", body: "4x" }), 2, "Bad handshake method"));
    it("error 3: a WebSocket transport without a WebSocket", async () =>
      refused(await http("EIO=4&transport=websocket"), 3, "Bad request"));
    it("error 5: another protocol version", async () => {
      await refused(await http("EIO=3&transport=polling"), 5, "Unsupported protocol version");
      await refused(await http("transport=polling"), 5, "Unsupported protocol version");
    });

    it("the server pings, and goes on as long as it is answered", async () => {
      const sid = await open();
      for (let i = 0; i < 3; i++) {
        assert.equal(await (await poll(sid)).text(), "2");
        assert.equal(await (await post(sid, "3")).text(), "ok");
      }
    });

    it("a ping that is not answered ends the session", async () => {
      const sid = await open();
      await sleep(times.pingInterval + times.pingTimeout + 150);
      assert.equal((await poll(sid)).status, 400);
    });

    it("a ping by WebSocket that is not answered closes it", async () => {
      const socket = ws("EIO=4&transport=websocket");
      await once(socket, "close");
    });

    it("two polls at once end the session", async () => {
      const sid = await open();
      const first = poll(sid);
      await sleep(20);
      assert.ok([400, 500].includes((await poll(sid)).status));
      assert.equal(await (await first).text(), "1");
      assert.equal((await poll(sid)).status, 400);
    });

    it("a poll that is given up ends the session", async () => {
      const sid = await open();
      const giveUp = new AbortController();
      const polling = http(`EIO=4&transport=polling&sid=${sid}`, { signal: giveUp.signal });
      await sleep(20);
      giveUp.abort();
      await assert.rejects(polling);
      await sleep(50);
      assert.equal((await poll(sid)).status, 400);
    });

    it("a close from the client ends its poll and the session", async () => {
      const sid = await open();
      const polling = poll(sid);
      await sleep(20);
      await post(sid, "1");
      assert.equal(await (await polling).text(), "6");
      assert.equal((await poll(sid)).status, 400);
    });

    for (const garbage of ["abc", "9"]) {
      it(`a packet that is none ends the session: ${garbage}`, async () => {
        const sid = await open();
        await post(sid, garbage);
        await sleep(20);
        assert.equal((await poll(sid)).status, 400);
      });
    }

    it("a body over maxPayload is refused", async () => {
      const sid = await open();
      assert.equal((await post(sid, "4" + "x".repeat(times.maxPayload))).status, 413);
    });

    it("upgrades by a probe, and the polls end", async () => {
      const sid = await open();
      const polling = poll(sid);
      const socket = ws(`EIO=4&transport=websocket&sid=${sid}`);
      await once(socket, "open");
      socket.send("2probe");
      assert.equal(await next(socket), "3probe");
      assert.equal(await (await polling).text(), "6");
      socket.send("5");
      assert.equal(await next(socket), "2");
      assert.equal((await poll(sid)).status, 400);
      socket.close();
    });

    // The reference lets a second one probe, and take over.
    if (name !== reference) it("a second WebSocket can't take a session over", async () => {
      const first = ws("EIO=4&transport=websocket");
      const { sid } = JSON.parse((await next(first)).slice(1));
      const thief = ws(`EIO=4&transport=websocket&sid=${sid}`);
      const ping = next(first);
      await once(thief, "close");
      assert.equal(await ping, "2");
      first.close();
    });

    it("several packets go in one body, either way", async () => {
      const sid = await open();
      let got = "";
      const readUntil = async (wanted) => {
        while (!got.includes(wanted)) {
          const response = await poll(sid);
          assert.equal(response.status, 200);
          const text = await response.text();
          if (text === "2") await post(sid, "3");
          got += "\x1e" + text;
        }
      };
      await post(sid, "40");
      await readUntil("40{");
      await post(sid, ['42["message",1]', '42["message",2]'].join("\x1e"));
      await readUntil('["message-back",2]');
      assert.deepEqual(got.split("\x1e").filter((p) => p.startsWith("42[\"message-back\"")),
        ['42["message-back",1]', '42["message-back",2]']);
    });

    it("pages of other origins may read answers when they are let", async () => {
      const response = await http("EIO=4&transport=polling", { headers: { Origin: "https://elsewhere.example" } });
      assert.equal(response.headers.get("access-control-allow-origin"), "*");
      assert.equal(response.headers.get("access-control-allow-credentials"), null);
    });
  });
}
