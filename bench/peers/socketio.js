// npm socket.io: one event, to the partner's room (?id=a&to=b) or to a room of many (?id=a&room=r).
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { serveClient: false });

// One of several nodes, where it is told Redis's port.
if (process.argv[3]) {
  const [{ createClient }, { createAdapter }] = await Promise.all([import("redis"), import("@socket.io/redis-adapter")]);
  const publishing = createClient({ url: `redis://127.0.0.1:${process.argv[3]}` });
  const subscribed = publishing.duplicate();
  await Promise.all([publishing.connect(), subscribed.connect()]);
  io.adapter(createAdapter(publishing, subscribed));
}

io.on("connection", (socket) => {
  const { id, to, room } = socket.handshake.query;
  socket.join(room ?? id);
  socket.on("signal", (message) => {
    socket.to(room ?? to).emit("signal", message);
  });
});

http.listen(Number(process.argv[2]), "127.0.0.1");
