import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { LiveChannels } from '../live-channels.js';
import { LiveClient } from '../live.js';
import { readCandidate } from '../live-wire.js';
import { startLive } from './live-server.js';
import { event, record, until } from './server.js';

const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

async function start(options) {
  const server = await startLive(options);
  open.push(server);
  return server;
}

function clientOf(server, userId, options = {}) {
  const connection = { WebSocket, minDelay: 10, maxDelay: 20, random: () => 0.5 };
  const client = new LiveClient({ url: server.url, roomId: 'room', userId, token: `token of ${userId}`, connection, ...options });
  open.push({ close: () => client.disconnect() });
  return client;
}

async function join(server, userId, options) {
  const client = clientOf(server, userId, options);
  await client.connect();
  return client;
}

test('joins with the token in the query, and tells what it is', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true, sessionId: 's1' });
  assert.equal(server.requests[0], '/live?access_token=token+of+alice');
  assert.deepEqual(server.received[0], {
    action: 'join',
    data: {
      s: 'JOIN', ch: 'm2m', rid: 'room', ve: false, ae: false, eg: 'native', op: { roomCreating: true, resume: '', seq: 0 },
      ss: { userId: 'alice', sessionId: 's1', category: 'stream', host: 'Web', deviceId: 'browser' },
    },
  });
  assert.equal(alice.role, 'publisher');
  assert.deepEqual(alice.iceServers, [{ urls: ['stun:127.0.0.1:9'] }]);
});

test('who comes into a room is a viewer, and knows who publishes', async () => {
  const server = await start();
  await join(server, 'alice', { create: true, sessionId: 's1' });
  const bob = await join(server, 'bob');
  assert.equal(bob.role, 'viewer');
  assert.deepEqual(bob.publishers, [
    { userId: 'alice', sessionId: 's1', category: 'stream', name: 'ALICE', audio: false, video: false, hls: null },
  ]);
});

test('whoever the list has may publish: a mute in a zone takes one off it, and its end puts one back', async () => {
  const server = await start();
  await join(server, 'alice', { create: true });
  const bob = await join(server, 'bob');
  const roles = [];
  bob.on('role', role => roles.push(role));
  for (const publishes of [true, false, true]) {
    server.room.peers[1].publishes = publishes;
    const told = event(bob, 'publishers');
    server.tellList();
    await told;
  }
  assert.deepEqual(roles, ['publisher', 'viewer', 'publisher']);
});

test('a room that is not there closes the connection for good, with the protocol\'s code and words', async () => {
  const server = await start();
  const bob = clientOf(server, 'bob');
  const closed = event(bob, 'close');
  await assert.rejects(bob.connect(), /no such room/);
  assert.deepEqual(await closed, { code: 4001, reason: 'no such room' });
});

test('a failure of the server is tried again', async () => {
  const server = await start();
  server.room.refuse = { c: 500, msg: 'no media server; retry' };
  const alice = clientOf(server, 'alice', { create: true });
  alice.on('retry', () => (server.room.refuse = null));
  await alice.connect();
  assert.equal(server.of('join').length, 2);
});

test('after a drop it joins again by the same session, and says that it is again', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  server.room.peers[0].socket.terminate();
  assert.equal((await event(alice, 'joined')).again, true);
  const [first, second] = server.of('join');
  assert.deepEqual(second.ss, first.ss);
});

test('its own room, that others have kept meanwhile, is joined without making it', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  let refused = false;
  server.room.peers[0].socket.once('close', () => (server.room.refuse = { c: 4022, msg: 'it exists' }));
  alice.connection.on('message', ({ c }) => {
    if (c === 4022) [server.room.refuse, refused] = [null, true];
  });
  server.room.peers[0].socket.terminate();
  await event(alice, 'joined');
  assert.ok(refused);
  assert.deepEqual(server.of('join').map(({ op }) => op.roomCreating), [true, true, false]);
});

test('a room that has ended meanwhile is looked for some times, and then given up', async () => {
  const server = await start();
  await join(server, 'alice', { create: true });
  const bob = await join(server, 'bob');
  server.room.refuse = { c: 4001, msg: 'no such room' };
  server.room.peers[1].socket.terminate();
  assert.equal((await event(bob, 'close')).code, 4001);
  assert.ok(server.of('join').length > 4);
});

test('heartbeats go on, and a server that answers none is given up', async () => {
  let silent = false;
  const server = await start({ answer: action => silent && action === 'heartbeat' });
  const alice = await join(server, 'alice', { create: true, heartbeatInterval: 20 });
  await until(() => server.of('heartbeat').length >= 3);
  assert.equal(server.of('heartbeat')[0].send_ack, true);
  silent = true;
  assert.equal((await event(alice, 'retry')).reason, 'the connection went silent');
  silent = false;
  await event(alice, 'joined');
});

test('a heartbeat that is refused brings it in again', async () => {
  let taken = true;
  const server = await start({
    answer(action, data, peer) {
      if (action !== 'heartbeat' || !taken) return false;
      taken = false;
      server.ack(peer, 4001, 'HEARTBEAT', { req: data, msg: 'you are not in this room' });
      return true;
    },
  });
  const alice = await join(server, 'alice', { create: true, heartbeatInterval: 20 });
  assert.equal((await event(alice, 'joined')).again, true);
});

test('an offer is answered, with the playlist where there is one', async () => {
  const server = await start({
    answer(action, data, peer) {
      if (action === 'offer') server.ack(peer, 200, 'OFFER', { rid: 'room', sdp: `answer to ${data.sdp}`, hls: '/live/a/s/playlist.m3u8' });
    },
  });
  const alice = await join(server, 'alice', { create: true });
  assert.deepEqual(await alice.offer('o1', { restarting: false, hls: true }), {
    sdp: 'answer to o1', hls: '/live/a/s/playlist.m3u8',
  });
  await alice.offer('o2', { restarting: true, hls: false });
  assert.deepEqual(server.of('offer').map(({ sdp, op }) => ({ sdp, op })), [
    { sdp: 'o1', op: { hlsForwarding: true } }, { sdp: 'o2', op: { restarting: true } },
  ]);
});

test('answers to several WATCHes find theirs, in whatever order, refusals among them', async () => {
  const asked = [];
  const server = await start({ answer: (action, data, peer) => action === 'watch' && asked.push({ data, peer }) });
  const bob = await join(server, 'bob', { create: true });
  const [one, two] = ['a', 'b'].map(userId => ({ userId, sessionId: `s-${userId}` }));
  const answers = [bob.watch(one), bob.watch(two)];
  await until(() => asked.length === 2);
  const [{ peer, data }] = asked;
  server.ack(peer, 200, 'WATCH', { rid: 'room', pps: [{ id: 'b', sessionId: 's-b', sdp: 'offer of b' }] });
  server.ack(peer, 4024, 'WATCH', { req: data, msg: 'has left' });
  assert.equal(await answers[1], 'offer of b');
  await assert.rejects(answers[0], { code: 4024, message: 'has left', signal: 'WATCH' });
});

test('what waits for an answer fails when the connection does', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  const answer = alice.offer('o', { restarting: false, hls: false });
  await until(() => server.of('offer').length === 1);
  server.room.peers[0].socket.terminate();
  await assert.rejects(answer, { code: 500 });
});

test('candidates are written as browsers describe them, and read in both forms', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  alice.candidate({ userId: 'bob', sessionId: 's2' }, { candidate: 'candidate:1', sdpMid: '0' });
  alice.candidate({ userId: 'bob', sessionId: 's2' }, null);
  await until(() => server.of('iceCandidate').length === 2);
  assert.deepEqual(server.of('iceCandidate').map(({ to, sdp }) => ({ to, sdp })), [
    { to: { userId: 'bob', sessionId: 's2' }, sdp: '{"candidate":"candidate:1","sdpMid":"0"}' },
    { to: { userId: 'bob', sessionId: 's2' }, sdp: '' },
  ]);
  assert.deepEqual(readCandidate('{"candidate":"candidate:1","sdpMid":"0"}'), { candidate: 'candidate:1', sdpMid: '0' });
  assert.deepEqual(readCandidate('a=candidate:1'), { candidate: 'candidate:1', sdpMLineIndex: 0 });
  assert.equal(readCandidate(''), null);
  assert.equal(readCandidate('{"candidate":""}'), null);
});

test('a hand that is raised, accepted, and one that is not', async () => {
  const server = await start({
    answer(action, data, peer) {
      const owner = server.room.peers[0];
      if (action === 'publishRequest') owner.send(data);
      if (action === 'publishAccept' || action === 'publishReject')
        server.room.peers.find(({ ss }) => ss.sessionId === data.to.sessionId).send(data);
      return peer === undefined;
    },
  });
  const alice = await join(server, 'alice', { create: true });
  const bob = await join(server, 'bob');
  const rejected = event(bob, 'rejected');
  alice.on('request', viewer => (server.of('publishRequest').length === 1 ? alice.reject(viewer) : alice.accept(viewer)));
  bob.askToPublish();
  assert.equal((await rejected).userId, 'alice');
  const role = event(bob, 'role');
  bob.askToPublish();
  assert.equal(await role, 'publisher');
  assert.equal(server.of('publishAccept')[0].to.userId, 'bob');
});

test('who is kicked is out, and does not come back', async () => {
  const server = await start();
  await join(server, 'alice', { create: true });
  const bob = await join(server, 'bob');
  const closed = event(bob, 'close');
  server.room.peers[1].send({ s: 'KICK', ch: 'm2m', rid: 'room', to: 'bob' });
  assert.equal((await closed).code, 4403);
  assert.equal(server.of('join').length, 2);
});

test('what one sends is told when it changes, and only then', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  alice.update({ video: true });
  alice.update({ video: true });
  alice.update({ audio: true });
  await until(() => alice.publishers[0].audio);
  assert.deepEqual(server.of('updateVideo').map(({ ve, ae }) => [ve, ae]), [[true, false], [true, true]]);
});

test('what changed of that while the connection was lost is told when the session is resumed', async () => {
  const sockets = [];
  const server = await start({
    answer: (action, data, peer) => {
      if (action !== 'join') return false;
      sockets.push(peer.socket);
      const result = data.op.resume ? 'resumed' : 'begun';
      server.ack(peer, 200, 'JOIN', { pps: [], rid: 'room', pt: 'publisher', resume: { result, token: 't', seq: 0, received: 0, grace: 10 } });
      return true;
    },
  });
  const alice = await join(server, 'alice', { create: true });
  alice.on('retry', () => alice.update({ audio: true }));
  sockets[0].terminate();
  await event(alice, 'resumed');
  await until(() => server.of('updateVideo').length > 0);
  assert.deepEqual(server.of('updateVideo').map(({ ve, ae }) => [ve, ae]), [[false, true]]);
});

test('a request to offer again is told', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  const restart = event(alice, 'restart');
  server.room.peers[0].send({ s: 'OFFER', op: { restarting: true }, rid: 'room' });
  await restart;
});

test('a second session of the same user has a connection of its own', async () => {
  const server = await start();
  const alice = await join(server, 'alice', { create: true });
  const screen = alice.beside('screenshare');
  open.push({ close: () => screen.disconnect() });
  await screen.connect();
  assert.equal(screen.role, 'publisher');
  const [camera, second] = server.of('join');
  assert.equal(second.op.roomCreating, false);
  assert.equal(second.ss.category, 'screenshare');
  assert.notEqual(second.ss.sessionId, camera.ss.sessionId);
});

test('p2p: an offer is an incoming call, its signals go to the other user, and leaving hangs up', async () => {
  const server = await start({
    answer(action, data, peer) {
      if (!['offer', 'answer', 'iceCandidate'].includes(action)) return false;
      for (const other of server.room.peers) if (other !== peer && other.ss.userId === data.to) other.send(data);
      return true;
    },
  });
  const alice = new LiveChannels(await join(server, 'alice', { create: true, channel: 'p2p' }));
  let signals;
  alice.on('incoming', channel => {
    signals = [];
    channel.onsignal = signal => signals.push(signal);
  });
  const client = await join(server, 'bob', { channel: 'p2p' });
  server.room.peers[1].publishes = true;
  server.tellList();
  const bob = new LiveChannels(client).to('alice');
  bob.send({ type: 'description', description: { type: 'offer', sdp: 'v=0' } });
  bob.send({ type: 'candidate', candidate: { candidate: 'candidate:1' } });
  bob.send({ type: 'candidate', candidate: null });
  await until(() => signals?.length === 3);
  bob.send({ type: 'hang-up' });
  await until(() => signals.length === 4);
  assert.deepEqual(signals, [
    { type: 'description', description: { type: 'offer', sdp: 'v=0' } },
    { type: 'candidate', candidate: { candidate: 'candidate:1' } },
    { type: 'candidate', candidate: null },
    { type: 'hang-up', reason: 'remote' },
  ]);
  assert.equal(server.of('offer')[0].ch, 'p2p');
});

test('p2p: one who is not there is a refused call', async () => {
  const server = await start({
    answer(action, data, peer) {
      if (action !== 'offer') return false;
      server.ack(peer, 4003, 'OFFER', { req: data, msg: 'not here' });
      return true;
    },
  });
  const alice = new LiveChannels(await join(server, 'alice', { create: true, channel: 'p2p' }));
  const channel = alice.to('bob');
  const errors = record(alice.client, 'error');
  let refused;
  channel.onsignal = signal => (refused = signal);
  channel.send({ type: 'description', description: { type: 'offer', sdp: 'v=0' } });
  await until(() => refused);
  assert.deepEqual(refused, { type: 'refused', reason: 'unavailable' });
  assert.equal(errors[0].code, 4003);
});
