// As much of a `guestcall` server as its client's tests need, on npm's own Socket.IO server.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

/**
 * `refuse(token)` gives the words of a refusal, or nothing; `answer(profile)` what REST says instead of a session.
 *
 * @param {{refuse?: (token: string) => string | undefined, answer?: (profile: any) => object | undefined, recovers?: boolean}} [options]
 */
export async function listenForGuests({ refuse = () => undefined, answer = () => undefined, recovers = false } = {}) {
  const profiles = [];
  const events = [];
  const sockets = new Map();
  const known = new Map();
  const match = (name, other, more = {}) =>
    sockets.get(name).emit('user:matched', {
      matchedUser: { id: `guest_${other}`, username: other, isGuest: true },
      roomId: [`guest_${name}`, `guest_${other}`].sort().join('_'),
      ...more,
    });
  const http = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/api/guest') return;
    const profile = JSON.parse(Buffer.concat(await request.toArray()).toString());
    profiles.push(profile);
    const { status = 201, headers = {}, body } = answer(profile) ?? { body: session(profile.username ?? `made_up_${profiles.length}`) };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  const server = new Server(http, { connectionStateRecovery: recovers ? { maxDisconnectionDuration: 5000 } : undefined });
  server.use((socket, next) => {
    const fault = refuse(socket.handshake.auth.token);
    next(fault ? new Error(fault) : undefined);
  });
  server.on('connection', socket => {
    const name = socket.handshake.auth.token.replace('token of ', '');
    sockets.set(name, socket);
    socket.onAny((event, data) => events.push([name, event, data]));
    socket.emit('connection:established', { userId: `guest_${name}`, username: name });
    if (known.has(name)) match(name, known.get(name), { resumed: true, call: { state: 'idle' } });
    socket.on('user:match', () => socket.emit('user:match:searching', {}));
    socket.on('user:match:cancel', () => socket.emit('user:match:cancel:error', { message: 'You are not searching.' }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    profiles,
    events,
    sockets,
    /** What a client has emitted under a name. */
    emitted: event => events.filter(([, name]) => name === event).map(([, , data]) => data),
    match,
    /** Who was matched with whom before they come back. */
    known,
    /** Cuts a client off without a goodbye. */
    cut: name => sockets.get(name).conn.close(),
    close: () => new Promise(resolve => server.close(resolve)),
  };
}

/** @param {string} username */
export function session(username) {
  return { success: true, data: { token: `token of ${username}`, user: { id: `guest_${username}`, username, isGuest: true } } };
}
