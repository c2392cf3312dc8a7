// Bun's server as a bare relay: /?id=a&to=b exchanges messages with b, /?id=a&room=r publishes to everybody else in r.
const clients = new Map();

Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  fetch(request, server) {
    const query = new URL(request.url).searchParams;
    const data = { id: query.get("id"), to: query.get("to"), room: query.get("room") };
    return server.upgrade(request, { data }) ? undefined : new Response("a WebSocket is wanted", { status: 400 });
  },
  websocket: {
    open(socket) {
      clients.set(socket.data.id, socket);
      if (socket.data.room) socket.subscribe(socket.data.room);
      socket.send('{"type":"open"}');
    },
    message(socket, message) {
      if (socket.data.room) socket.publish(socket.data.room, message);
      else clients.get(socket.data.to)?.send(message);
    },
    close(socket) {
      clients.delete(socket.data.id);
    },
  },
});
