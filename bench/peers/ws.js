// npm ws as a bare relay: /?id=a&to=b exchanges messages with b, /?id=a&room=r sends to everybody else in r.
import { WebSocketServer } from "ws";

const clients = new Map();
const rooms = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) });

server.on("connection", (socket, request) => {
  const query = new URL(request.url, "http://bench").searchParams;
  const id = query.get("id");
  const to = query.get("to");
  const members = join(query.get("room"), socket);
  clients.set(id, socket);

  socket.on("message", (data, isBinary) => {
    if (!members) {
      clients.get(to)?.send(data, { binary: isBinary });
      return;
    }
    for (const member of members) {
      if (member !== socket) member.send(data, { binary: isBinary });
    }
  });
  socket.on("close", () => {
    clients.delete(id);
    members?.delete(socket);
  });
  socket.on("error", () => {});
  socket.send('{"type":"open"}');
});

function join(room, socket) {
  if (!room) return null;
  let members = rooms.get(room);
  if (!members) rooms.set(room, (members = new Set()));
  return members.add(socket);
}
