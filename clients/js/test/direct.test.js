import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { DirectChannels } from '../direct-channels.js';
import { DirectClient } from '../direct.js';
import { event, listen, record, until } from './server.js';

const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

const acceptance = userId => ({
  status: 'accepted',
  user_id: userId,
  connection_id: `c-${userId}`,
  heartbeat_interval: 0.05,
  ice_servers: [{ urls: ['stun:127.0.0.1'] }],
  peers: [],
});

/** Accepts registrations, answers heartbeats, and passes on whatever has a receiver. */
async function startServer() {
  const users = new Map();
  const frames = [];
  const server = await listen(socket => {
    let self;
    const send = (to, message) => to.send(JSON.stringify({ timestamp: '2024-01-17T12:00:00.000Z', ...message }));
    socket.on('message', data => {
      const message = JSON.parse(data);
      frames.push(message);
      if (message.type === 'register') {
        self = message.payload.user_id;
        users.set(self, socket);
        send(socket, { type: 'register', payload: acceptance(self) });
      } else if (message.type === 'heartbeat') send(socket, { type: 'heartbeat', payload: {} });
      else if (message.receiver) send(users.get(message.receiver), { ...message, sender: self });
    });
  });
  open.push(server);
  const tell = (user, type, payload, rest = {}) => users.get(user).send(JSON.stringify({ type, payload, ...rest }));
  return { ...server, users, frames, tell };
}

async function register(server, userId, options = {}) {
  const connection = { WebSocket, minDelay: 10, maxDelay: 20, random: () => 0.5 };
  const client = new DirectClient({ url: server.url, userId, connection, ...options });
  open.push({ close: () => client.disconnect() });
  await client.connect();
  return client;
}

/** A channel that keeps what it gets, as a Call would take it. */
function listenOn(channel) {
  const signals = [];
  channel.onsignal = signal => signals.push(signal);
  return signals;
}

const offer = { type: 'offer', sdp: 'v=0 offer' };
const answer = { type: 'answer', sdp: 'v=0 answer' };

test('registers with token, device and contacts, and learns the ICE servers', async () => {
  const server = await startServer();
  const client = await register(server, 'alice', { token: async () => 'secret', contacts: ['bob'] });
  const { type, payload } = server.frames[0];
  assert.equal(type, 'register');
  assert.equal(payload.user_id, 'alice');
  assert.equal(payload.token, 'secret');
  assert.deepEqual(payload.contacts, ['bob']);
  assert.match(payload.device_info.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(client.iceServers, [{ urls: ['stun:127.0.0.1'] }]);
});

test('beats at the interval the server gave', async () => {
  const server = await startServer();
  await register(server, 'alice');
  await until(() => server.frames.filter(({ type }) => type === 'heartbeat').length >= 3);
});

test('two silent intervals: it drops the socket and registers again, as the same device', async () => {
  const server = await listen(socket =>
    socket.on('message', data => {
      const { type } = JSON.parse(data);
      if (type === 'register') socket.send(JSON.stringify({ type, payload: acceptance('alice') }));
    }),
  );
  open.push(server);
  const client = await register(server, 'alice');
  assert.match((await event(client, 'retry')).reason, /silent/);
  assert.equal((await event(client, 'registered')).again, true);
});

test('a refused registration is an error with the server\'s words', async () => {
  const server = await listen(socket => socket.on('message', () => socket.close(4401, 'the token has expired')));
  open.push(server);
  await assert.rejects(register(server, 'alice'), /the token has expired/);
});

test('a call: every signal carries one connection_id, in both directions', async () => {
  const server = await startServer();
  const alice = new DirectChannels(await register(server, 'alice'));
  const bob = new DirectChannels(await register(server, 'bob'));
  let atBob;
  bob.on('incoming', channel => (atBob = { channel, signals: listenOn(channel) }));
  const channel = alice.to('bob');
  const atAlice = listenOn(channel);
  const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
  channel.send({ type: 'description', description: offer });
  channel.send({ type: 'candidate', candidate });
  channel.send({ type: 'candidate', candidate: null });
  await until(() => atBob?.signals.length === 3);
  assert.deepEqual(atBob.signals, [
    { type: 'description', description: offer },
    { type: 'candidate', candidate },
    { type: 'candidate', candidate: null },
  ]);
  atBob.channel.send({ type: 'description', description: answer });
  await until(() => atAlice.length === 1);
  assert.deepEqual(atAlice, [{ type: 'description', description: answer }]);
  assert.notEqual(channel.polite, atBob.channel.polite);
  const ids = server.frames.filter(({ receiver }) => receiver).map(({ payload }) => payload.connection_id);
  assert.equal(new Set(ids).size, 1);
});

test('candidates as bare fields are understood too', async () => {
  const server = await startServer();
  const channels = new DirectChannels(await register(server, 'alice'));
  const channel = channels.to('bob');
  const signals = listenOn(channel);
  const payload = { connection_id: channel.connectionId, candidate: 'candidate:1', sdpMid: '0' };
  server.tell('alice', 'ice_candidate', payload, { sender: 'bob', receiver: 'alice' });
  await until(() => signals.length === 1);
  assert.equal(signals[0].candidate.candidate, 'candidate:1');
  assert.equal(signals[0].candidate.sdpMid, '0');
});

test('hanging up and declining are statuses addressed to the other side', async () => {
  const server = await startServer();
  const alice = new DirectChannels(await register(server, 'alice'));
  const bob = new DirectChannels(await register(server, 'bob'));
  for (const [reason, status, expected] of [
    [undefined, 'available', { type: 'hang-up', reason: 'remote' }],
    ['declined', 'busy', { type: 'refused', reason: 'declined' }],
  ]) {
    const channel = alice.to('bob');
    const signals = listenOn(channel);
    const incoming = event(bob, 'incoming');
    channel.send({ type: 'description', description: offer });
    (await incoming).send({ type: 'hang-up', reason });
    await until(() => signals.length === 1);
    assert.deepEqual(signals, [expected]);
    const { payload } = server.frames.findLast(({ type }) => type === 'status_change');
    assert.deepEqual(payload, { status, connection_id: channel.connectionId });
    channel.close();
  }
});

test('a status that is not addressed to us ends nothing', async () => {
  const server = await startServer();
  const channels = new DirectChannels(await register(server, 'alice'));
  const signals = listenOn(channels.to('bob'));
  const statuses = record(channels.client, 'status');
  server.tell('alice', 'status_change', { user_id: 'bob', status: 'available', last_seen: null });
  await until(() => statuses.length === 1);
  assert.deepEqual(signals, []);
});

test('both call each other at once: the impolite side\'s connection_id stands', async () => {
  const server = await startServer();
  const alice = new DirectChannels(await register(server, 'alice'));
  const bob = new DirectChannels(await register(server, 'bob'));
  const incoming = [record(alice, 'incoming'), record(bob, 'incoming')];
  const [toBob, toAlice] = [alice.to('bob'), bob.to('alice')];
  const [atAlice, atBob] = [listenOn(toBob), listenOn(toAlice)];
  toBob.send({ type: 'description', description: offer });
  toAlice.send({ type: 'description', description: offer });
  await until(() => atAlice.length === 1);
  assert.equal(toBob.polite, true);
  assert.equal(toBob.connectionId, toAlice.connectionId);
  toBob.send({ type: 'description', description: answer });
  await until(() => atBob.length === 1);
  assert.deepEqual(atBob, [{ type: 'description', description: answer }]);
  assert.deepEqual(incoming, [[], []]);
});

test('errors of the server reach the call they are about', async () => {
  const server = await startServer();
  const channels = new DirectChannels(await register(server, 'alice'));
  const channel = channels.to('bob');
  const other = listenOn(channels.to('carol'));
  const signals = listenOn(channel);
  const error = (code, details) => server.tell('alice', 'error', { code, message: 'words', details });
  error('peer_unavailable', { receiver: 'bob' });
  error('signal_timeout', { connection_id: channel.connectionId });
  error('connection_lost', { connection_id: channel.connectionId });
  const elsewhere = { user_id: 'alice', status: 'answered_elsewhere', connection_id: channel.connectionId };
  server.tell('alice', 'status_change', elsewhere);
  await until(() => signals.length === 4);
  assert.deepEqual(signals, [
    { type: 'refused', reason: 'unavailable' },
    { type: 'refused', reason: 'no-answer' },
    { type: 'lost' },
    { type: 'hang-up', reason: 'answered-elsewhere' },
  ]);
  assert.deepEqual(other, []);
});

test('offline without a lost connection is a hang-up; with one it is not', async () => {
  const server = await startServer();
  const channels = new DirectChannels(await register(server, 'alice'));
  const [left, lost] = [channels.to('bob'), channels.to('carol')];
  const [atLeft, atLost] = [listenOn(left), listenOn(lost)];
  server.tell('alice', 'status_change', { user_id: 'bob', status: 'offline' });
  server.tell('alice', 'status_change', { user_id: 'carol', status: 'offline' });
  const details = { connection_id: lost.connectionId, receiver: 'carol' };
  server.tell('alice', 'error', { code: 'connection_lost', message: '', details });
  await until(() => atLeft.length === 1);
  assert.deepEqual(atLeft, [{ type: 'hang-up', reason: 'remote' }]);
  assert.deepEqual(atLost, [{ type: 'lost' }]);
});

test('after a reconnect the calls resume, and what was sent meanwhile arrives', async () => {
  const server = await startServer();
  const alice = new DirectChannels(await register(server, 'alice'));
  const bob = new DirectChannels(await register(server, 'bob'));
  const incoming = event(bob, 'incoming');
  const channel = alice.to('bob');
  const signals = listenOn(channel);
  server.users.get('alice').terminate();
  await event(alice.client, 'retry');
  assert.equal(channel.send({ type: 'description', description: offer }), true);
  assert.equal((await incoming).connectionId, channel.connectionId);
  await until(() => signals.length === 1);
  assert.deepEqual(signals, [{ type: 'resume' }]);
});
