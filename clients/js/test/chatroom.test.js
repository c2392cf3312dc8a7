import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { ChatRoomChannels } from '../chatroom-channels.js';
import { ChatRoomClient } from '../chatroom.js';
import { event, listen, record, until } from './server.js';

const room = '11111111-2222-4333-8444-555555555555';
const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

const participant = accountId => ({ identity: accountId, name: accountId, accountId, account: null, joinedAt: '' });

/** One room whose accounts are the `access_token`s; passes signals on as the protocol says. */
async function startServer() {
  const accounts = new Map();
  const requests = [];
  const frames = [];
  const send = (socket, packet) => socket.send(JSON.stringify(packet));
  const signal = (socket, from, fields) => {
    const sender = { senderAccountId: from, senderInfo: { id: from, name: from } };
    send(socket, { type: 'webrtc.signal', data: { ...fields, ...sender } });
  };
  const server = await listen((socket, request) => {
    requests.push(request.url);
    const self = new URL(request.url, 'http://x').searchParams.get('access_token');
    const participants = [...accounts.keys()].filter(id => id !== self).map(participant);
    send(socket, { type: 'webrtc', data: { userId: self, roomId: room, message: 'Connected', participants } });
    for (const other of accounts.values()) signal(other, self, { type: 'user-joined', data: {} });
    accounts.set(self, socket);
    socket.on('message', data => {
      const message = JSON.parse(data);
      frames.push(message);
      if (message.type === 'ping') return send(socket, { type: 'pong' });
      for (const [id, other] of accounts)
        if (id !== self && (!message.to || message.to === id)) signal(other, self, message);
    });
    socket.on('close', () => {
      if (accounts.get(self) !== socket) return;
      accounts.delete(self);
      for (const other of accounts.values()) signal(other, self, { type: 'user-left', data: {} });
    });
  });
  open.push(server);
  return { ...server, accounts, requests, frames, send };
}

async function join(server, account, options = {}) {
  const connection = { WebSocket, minDelay: 10, maxDelay: 20, random: () => 0.5 };
  const client = new ChatRoomClient({ url: server.url, roomId: room, token: account, connection, ...options });
  open.push({ close: () => client.disconnect() });
  await client.connect();
  return client;
}

function listenOn(channel) {
  const signals = [];
  channel.onsignal = signal => signals.push(signal);
  return signals;
}

test('connects to the room\'s path with the token, and is told who is there', async () => {
  const server = await startServer();
  await join(server, 'alice');
  const bob = await join(server, 'bob');
  assert.equal(server.requests[0], `/api/chat/realtime/${room}?access_token=alice&resume=`);
  assert.equal(bob.userId, 'bob');
  assert.deepEqual([...bob.participants.keys()], ['alice']);
});

test('a gateway\'s path is kept', async () => {
  const server = await startServer();
  const client = new ChatRoomClient({ url: `${server.url}/sphere/`, roomId: room, connection: { WebSocket } });
  open.push({ close: () => client.disconnect() });
  await client.connect();
  assert.equal(server.requests[0], `/sphere/api/chat/realtime/${room}?resume=`);
});

test('who joins and who leaves', async () => {
  const server = await startServer();
  const alice = await join(server, 'alice');
  const joined = event(alice, 'joined');
  const bob = await join(server, 'bob');
  assert.equal((await joined).accountId, 'bob');
  assert.deepEqual([...alice.participants.keys()], ['bob']);
  const left = event(alice, 'left');
  bob.disconnect();
  assert.equal((await left).accountId, 'bob');
  assert.equal(alice.participants.size, 0);
});

test('a broadcast reaches all the others, a directed signal only its receiver', async () => {
  const server = await startServer();
  const [alice, bob, carol] = [await join(server, 'alice'), await join(server, 'bob'), await join(server, 'carol')];
  const [atAlice, atBob, atCarol] = [alice, bob, carol].map(client => record(client, 'signal'));
  alice.signal('hello', { n: 1 });
  alice.signal('hello', { n: 2 }, 'carol');
  await until(() => atCarol.length === 2);
  assert.deepEqual(atBob.map(({ data }) => data.n), [1]);
  assert.deepEqual(atAlice, []);
  assert.deepEqual(atCarol.map(({ sender, to }) => [sender, to]), [['alice', undefined], ['alice', 'carol']]);
});

test('both envelopes and both spellings of the sender are understood', async () => {
  const server = await startServer();
  const alice = await join(server, 'alice');
  const signal = event(alice, 'signal');
  server.send(server.accounts.get('alice'), {
    type: 'signaling',
    data: { type: 'offer', data: {}, SenderAccountId: 'bob', SenderInfo: { id: 'bob', name: 'bob' } },
  });
  assert.equal((await signal).sender, 'bob');
});

test('an offer of somebody new is an incoming call, and its signals follow', async () => {
  const server = await startServer();
  const alice = new ChatRoomChannels(await join(server, 'alice'));
  const bob = new ChatRoomChannels(await join(server, 'bob'));
  let signals;
  alice.on('incoming', channel => (signals = listenOn(channel)));
  const channel = bob.to('alice');
  const description = { type: 'offer', sdp: 'v=0' };
  channel.send({ type: 'description', description });
  channel.send({ type: 'candidate', candidate: { candidate: 'candidate:1' } });
  channel.send({ type: 'candidate', candidate: null });
  channel.send({ type: 'hang-up' });
  await until(() => signals?.length === 4);
  assert.deepEqual(signals, [
    { type: 'description', description },
    { type: 'candidate', candidate: { candidate: 'candidate:1' } },
    { type: 'candidate', candidate: null },
    { type: 'hang-up', reason: 'remote' },
  ]);
  assert.deepEqual(new Set(server.frames.map(({ to }) => to)), new Set(['alice']));
});

test('descriptions as bare strings are understood too', async () => {
  const server = await startServer();
  const alice = new ChatRoomChannels(await join(server, 'alice'));
  const bob = await join(server, 'bob');
  let signals;
  alice.on('incoming', channel => (signals = listenOn(channel)));
  bob.signal('offer', { offer: 'v=0' });
  await until(() => signals?.length === 1);
  assert.deepEqual(signals, [{ type: 'description', description: { type: 'offer', sdp: 'v=0' } }]);
});

test('user-left is a lost call, peer_unavailable a refused one', async () => {
  const server = await startServer();
  const alice = new ChatRoomChannels(await join(server, 'alice'));
  const bob = await join(server, 'bob');
  const signals = listenOn(alice.to('bob'));
  bob.disconnect();
  await until(() => signals.length === 1);
  server.send(server.accounts.get('alice'), {
    type: 'error',
    errorMessage: 'not here',
    data: { code: 'peer_unavailable', to: 'bob' },
  });
  await until(() => signals.length === 2);
  assert.deepEqual(signals, [{ type: 'lost' }, { type: 'refused', reason: 'unavailable' }]);
});

test('an error keeps the server\'s words and the wait it asks for', async () => {
  const server = await startServer();
  const alice = await join(server, 'alice');
  const error = event(alice, 'error');
  server.send(server.accounts.get('alice'), { type: 'error', errorMessage: 'too fast', retryAfterMs: 250 });
  assert.deepEqual(await error, { message: 'too fast', retryAfterMs: 250 });
});

test('after a reconnect calls with those who are there resume, the others are lost', async () => {
  const server = await startServer();
  const alice = new ChatRoomChannels(await join(server, 'alice'));
  await join(server, 'bob');
  const [atBob, atCarol] = [listenOn(alice.to('bob')), listenOn(alice.to('carol'))];
  server.accounts.get('alice').terminate();
  assert.equal((await event(alice.client, 'welcome')).again, true);
  assert.deepEqual([atBob, atCarol], [[{ type: 'resume' }], [{ type: 'lost' }]]);
});
