// A real WebSocket server for tests, on a free port of this machine.
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/**
 * @param {(socket: import('ws').WebSocket, request: import('node:http').IncomingMessage) => void} onConnection
 */
export async function listen(onConnection) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const sockets = [];
  server.on('connection', (socket, request) => {
    sockets.push(socket);
    onConnection?.(socket, request);
  });
  await once(server, 'listening');
  const { port } = server.address();
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    sockets,
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Waits for one event of an Emitter and gives its detail. */
export function event(emitter, name) {
  return new Promise(resolve => {
    const off = emitter.on(name, detail => (off(), resolve(detail)));
  });
}

/** Every detail of an event, as it comes. */
export function record(emitter, name) {
  const details = [];
  emitter.on(name, detail => details.push(detail));
  return details;
}

export async function until(condition, timeout = 3000) {
  for (const end = Date.now() + timeout; !condition(); ) {
    if (Date.now() > end) throw new Error(`gave up waiting for ${condition}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
