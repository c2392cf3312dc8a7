import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { io } from 'socket.io-client';
import { GuestCallChannels } from '../guestcall-channels.js';
import { GuestCallClient } from '../guestcall.js';
import { listenForGuests, session } from './guestcall-server.js';
import { event, record, until } from './server.js';

const open = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function startServer(options) {
  const server = await listenForGuests(options);
  open.push(server);
  return server;
}

function guest(server, settings = {}) {
  const options = { reconnectionDelay: 10, reconnectionDelayMax: 20 };
  const client = new GuestCallClient({ io, url: server.url, profile: { username: 'alice' }, options, ...settings });
  open.push({ close: () => client.disconnect() });
  return client;
}

async function matched(server, settings) {
  const client = guest(server, settings);
  await client.connect();
  server.match('alice', 'bob');
  await event(client, 'matched');
  return client;
}

function listenOn(channel) {
  const signals = [];
  channel.onsignal = signal => signals.push(signal);
  return signals;
}

test('begins a session, tells of it, and connects with its token', async () => {
  const server = await startServer();
  const client = guest(server);
  const sessions = record(client, 'session');
  await client.connect();
  assert.deepEqual(server.profiles, [{ username: 'alice' }]);
  assert.equal(sessions[0].token, 'token of alice');
  assert.equal(client.userId, 'guest_alice');
});

test('comes back with a session that was kept', async () => {
  const server = await startServer();
  const client = guest(server, { session: session('carol').data });
  await client.connect();
  assert.deepEqual(server.profiles, []);
  assert.deepEqual([...server.sockets.keys()], ['carol']);
});

const faults = ['Token has expired', 'Invalid token', 'Guest session not found or expired'];
for (const fault of faults)
  test(`“${fault}”: a new session is begun`, async () => {
    const server = await startServer({ refuse: token => (token === 'token of old' ? fault : undefined) });
    const client = guest(server, { session: session('old').data });
    await client.connect();
    assert.equal(server.profiles.length, 1);
    assert.equal(client.userId, 'guest_alice');
  });

test('a new session that is refused too is the last', async () => {
  const server = await startServer({ refuse: () => 'Invalid token' });
  const client = guest(server, { session: session('old').data });
  await assert.rejects(client.connect(), /Invalid token/);
  assert.equal(server.profiles.length, 1);
});

test('too many connections are no reason for a new session', async () => {
  const server = await startServer({ refuse: () => 'Rate limit exceeded' });
  const client = guest(server);
  await assert.rejects(client.connect(), /Too many connections .* in a minute/);
  assert.equal(server.profiles.length, 1);
});

const refusals = [
  [{ status: 429, headers: { 'retry-after': '840' }, body: {} }, /Try again in 14 minutes/],
  [{ status: 400, body: { detail: 'Bad.', errors: { username: ['A name has 3 to 20 letters.'] } } }, /3 to 20 letters/],
  [{ status: 501, body: { detail: 'This server takes no guests.' } }, /takes no guests/],
];
for (const [answer, words] of refusals)
  test(`a session refused with ${answer.status} is explained`, async () => {
    const server = await startServer({ answer: () => answer });
    await assert.rejects(guest(server).connect(), words);
  });

test('a search is told, matched and left', async () => {
  const server = await startServer();
  const client = guest(server);
  const [matches, ends] = [record(client, 'matched'), record(client, 'unmatched')];
  await client.connect();
  client.search();
  client.search();
  await until(() => server.emitted('user:match').length === 1);
  server.match('alice', 'bob');
  await until(() => matches.length === 1);
  assert.equal(client.searching, false);
  assert.equal(matches[0].user.username, 'bob');
  assert.equal(matches[0].resumed, false);
  client.leave();
  await until(() => server.emitted('leave-room').length === 1);
  assert.deepEqual(ends.map(({ reason }) => reason), ['own']);
  assert.equal(client.match, null);
});

test('a search outlasts a lost connection', async () => {
  const server = await startServer();
  const client = guest(server);
  await client.connect();
  client.search();
  await until(() => server.emitted('user:match').length === 1);
  server.cut('alice');
  assert.deepEqual(await event(client, 'established'), { recovered: false, again: true });
  await until(() => server.emitted('user:match').length === 2);
});

test('a search begun without a connection is asked for once, also where Socket.IO recovers it', async () => {
  const server = await startServer({ recovers: true });
  const client = guest(server);
  await client.connect();
  const heard = event(client, 'stats');
  server.sockets.get('alice').emit('realtime:stats', {}); // recovery needs an event to go on from
  await heard;
  const dropped = event(client, 'retry');
  client.drop();
  await dropped;
  client.search();
  assert.deepEqual(await event(client, 'established'), { recovered: true, again: true });
  client.cancel();
  await until(() => server.emitted('user:match:cancel').length === 1);
  assert.equal(server.emitted('user:match').length, 1);
});

test('a match that the server still knows is resumed, one that it forgot is lost', async () => {
  const server = await startServer();
  const client = await matched(server);
  const [matches, ends] = [record(client, 'matched'), record(client, 'unmatched')];
  server.known.set('alice', 'bob');
  server.cut('alice');
  await event(client, 'established');
  await until(() => matches.length === 1 && server.emitted('user:match:cancel').length === 1);
  assert.deepEqual(matches.map(({ resumed }) => resumed), [true]);

  server.known.clear();
  server.cut('alice');
  await event(client, 'established');
  await until(() => ends.length === 1);
  assert.deepEqual(ends.map(({ reason }) => reason), ['lost']);
});

test('the other leaves, or does not come back', async () => {
  const server = await startServer();
  const client = await matched(server);
  const ends = record(client, 'unmatched');
  const socket = server.sockets.get('alice');
  socket.emit('room:user_left', { userId: 'guest_bob', username: 'bob' });
  socket.emit('chat:cleared', { userId: 'guest_bob', username: 'bob' });
  server.match('alice', 'carol');
  socket.emit('room:user_left', { userId: 'guest_bob', username: 'bob' });
  socket.emit('room:closed', { userId: 'guest_carol', username: 'carol', reason: 'user_disconnected' });
  await until(() => ends.length === 2);
  assert.deepEqual(ends.map(({ user, reason }) => [user.username, reason]), [['bob', 'left'], ['carol', 'gone']]);
});

test('what is written gets its receipts in order', async () => {
  const server = await startServer();
  const client = await matched(server);
  const [sent, unsent, delivered] = [record(client, 'sent'), record(client, 'unsent'), record(client, 'delivered')];
  const keys = [client.say('one'), client.say(' '), client.say('three')];
  await until(() => server.emitted('chat:message').length === 3);
  assert.equal(server.emitted('chat:message')[0].content, 'one');
  const socket = server.sockets.get('alice');
  socket.emit('chat:message:sent', { messageId: 'm1' });
  socket.emit('chat:error', { message: 'Invalid message format' });
  socket.emit('chat:message:sent', { messageId: 'm3' });
  socket.emit('chat:message:delivered', { messageId: 'm1' });
  await until(() => delivered.length === 1);
  assert.deepEqual(sent, [{ key: keys[0], id: 'm1' }, { key: keys[2], id: 'm3' }]);
  assert.deepEqual(unsent, [{ key: keys[1], message: 'Invalid message format' }]);
  assert.deepEqual(delivered, [{ id: 'm1' }]);
});

test('only the match is heard', async () => {
  const server = await startServer();
  const client = await matched(server);
  const [messages, typing] = [record(client, 'message'), record(client, 'typing')];
  const socket = server.sockets.get('alice');
  socket.emit('chat:message', { id: 'm0', senderId: 'guest_carol', type: 'text', content: 'late' });
  socket.emit('chat:message', { id: 'm1', senderId: 'guest_bob', type: 'text', content: 'hello' });
  socket.emit('chat:typing:start', { userId: 'guest_bob' });
  await until(() => typing.length === 1);
  assert.deepEqual(messages.map(({ content }) => content), ['hello']);
});

test('who is disconnected by the server stays away', async () => {
  const server = await startServer();
  const client = await matched(server);
  server.sockets.get('alice').disconnect(true);
  assert.match((await event(client, 'close')).reason, /another tab/);
});

test('a call\'s signals are the protocol\'s events', async () => {
  const server = await startServer();
  const channels = new GuestCallChannels(await matched(server));
  channels.type = 'audio';
  const channel = channels.to('guest_bob');
  const signals = listenOn(channel);
  const [offer, answer] = ['offer', 'answer'].map(type => ({ type, sdp: 'v=0' }));
  channel.send({ type: 'description', description: offer });
  channel.send({ type: 'description', description: answer });
  channel.send({ type: 'candidate', candidate: { candidate: 'candidate:1' } });
  channel.send({ type: 'candidate', candidate: null });
  channel.send({ type: 'hang-up', reason: 'declined' });
  channel.send({ type: 'hang-up', reason: 'no-answer' });
  channel.send({ type: 'hang-up' });
  await until(() => server.emitted('webrtc:call-end').length === 1);
  assert.deepEqual(server.events.map(([, name, data]) => [name, data]), [
    ['webrtc:offer', { offer, type: 'audio' }],
    ['webrtc:answer', { answer }],
    ['webrtc:ice-candidate', { candidate: { candidate: 'candidate:1' } }],
    ['webrtc:ice-candidate', { candidate: null }],
    ['webrtc:call-reject', {}],
    ['webrtc:call-timeout', {}],
    ['webrtc:call-end', {}],
  ]);
  const from = 'guest_bob';
  const socket = server.sockets.get('alice');
  socket.emit('webrtc:answer', { answer, from });
  socket.emit('webrtc:ice-candidate', { candidate: null, from });
  for (const type of ['call-reject', 'call-timeout', 'call-end']) socket.emit(`webrtc:${type}`, { from });
  await until(() => signals.length === 5);
  assert.deepEqual(signals, [
    { type: 'description', description: answer },
    { type: 'candidate', candidate: null },
    { type: 'hang-up', reason: 'declined' },
    { type: 'hang-up', reason: 'no-answer' },
    { type: 'hang-up', reason: 'remote' },
  ]);
});

test('an offer of the match is an incoming call, and leaving ends it', async () => {
  const server = await startServer();
  const client = await matched(server);
  const channels = new GuestCallChannels(client);
  let signals;
  let type;
  channels.on('incoming', channel => {
    signals = listenOn(channel);
    type = channel.type;
  });
  const offer = { type: 'offer', sdp: 'v=0' };
  server.sockets.get('alice').emit('webrtc:offer', { offer, type: 'audio', from: 'guest_bob' });
  await until(() => signals?.length === 1);
  assert.equal(type, 'audio');
  client.leave();
  assert.deepEqual(signals, [{ type: 'description', description: offer }, { type: 'hang-up', reason: 'local' }]);
});

const resumptions = [
  ['connected', { type: 'resume' }],
  ['ringing', { type: 'resume' }],
  ['ended', { type: 'hang-up', reason: 'lost' }],
  ['idle', { type: 'hang-up', reason: 'lost' }],
];
for (const [state, signal] of resumptions)
  test(`back in a match whose call is ${state}`, async () => {
    const server = await startServer();
    const client = await matched(server);
    const signals = listenOn(new GuestCallChannels(client).to('guest_bob'));
    server.match('alice', 'bob', { resumed: true, call: { state } });
    await event(client, 'matched');
    assert.deepEqual(signals, [signal]);
  });

test('who cannot be reached cannot be called', async () => {
  const server = await startServer();
  const client = await matched(server);
  const signals = listenOn(new GuestCallChannels(client).to('guest_bob'));
  server.sockets.get('alice').emit('webrtc:error', { message: 'Connected user is not available' });
  await event(client, 'error');
  assert.deepEqual(signals, [{ type: 'refused', reason: 'unavailable' }]);
});
