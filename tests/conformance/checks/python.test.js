// Debian's python3-socketio, a client that none of Socket.IO's authors wrote.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { servers } from "./servers.js";

// Debian's own: another Python in the path does not have Debian's packages.
const python = "/usr/bin/python3";
const client = fileURLToPath(new URL("python_client.py", import.meta.url));
const checks = [
  "authenticates", "joins another namespace", "is refused with words and data", "gets back what it sends",
  "gets binary back wherever it was", "gets its acknowledgement", "acknowledges what the server asks",
  "reaches the others in its room in order", "stays as long as it answers pings", "comes back after its connection broke",
];

for (const [serverName, start] of Object.entries(servers)) {
  for (const transports of ["polling", "websocket", "polling,websocket"]) {
    describe(`python-socketio by ${transports} on ${serverName}`, { timeout: 60_000 }, () => {
      let server;
      let seen;
      before(async () => {
        server = await start({});
        seen = JSON.parse((await promisify(execFile)(python, [client, server.url, transports])).stdout);
      });
      after(() => server.stop());

      // By polling it takes a server's close for one of its own and stays away, also from npm's.
      const wanted = transports === "polling" ? checks.filter((check) => !check.startsWith("comes back")) : checks;
      for (const check of wanted) it(check, () => assert.equal(seen[check.replaceAll(" ", "_")], "ok"));
    });
  }
}
