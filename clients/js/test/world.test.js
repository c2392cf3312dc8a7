import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { WorldClient } from '../world.js';
import { event, record, until } from './server.js';
import { at, startWorld, user, zone } from './world-server.js';

const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

async function start(options) {
  const server = await startWorld(options);
  open.push(server);
  return server;
}

function clientOf(server, token = 'alice') {
  const connection = { WebSocket, minDelay: 10, maxDelay: 20, random: () => 0.5 };
  const client = new WorldClient({ url: server.url, worldId: 'office', token, connection });
  open.unshift({ close: () => client.disconnect() });
  return client;
}

async function enter(server) {
  const client = clientOf(server);
  await client.connect();
  return client;
}

test('connects, offers batches, joins, and is told where it is and with whom', async () => {
  const server = await start({ peers: [at('bob', 1.5, 2.5, 'sitting')] });
  server.world.objects = [{ object_id: 'chair', user_id: 'bob' }];
  const client = clientOf(server);
  const { zone: where, topology, peers, again } = await client.connect();
  assert.deepEqual(server.received.map(({ type }) => type), ['CONNECT', 'JOIN_WORLD']);
  assert.deepEqual(server.of('CONNECT')[0].capabilities, ['presence_batch']);
  assert.deepEqual(server.received.map(message => message.protocol_version), [1, 1]);
  assert.deepEqual([where, topology, again], [{ id: 'lobby', type: 'OpenArea' }, 'P2P_DIRECT', false]);
  assert.deepEqual(client.user, { userId: 'alice', displayName: 'ALICE', avatarId: '' });
  assert.deepEqual(client.position, { x: 2.5, y: 3.5 });
  assert.deepEqual(peers.get('bob').presence, { position: { x: 1.5, y: 2.5 }, facing: 'south', state: 'sitting' });
  assert.equal(client.occupied.get('chair'), 'bob');
});

test('whole numbers name a tile, and its middle is meant', async () => {
  const server = await start({ peers: [at('bob', 1, 2)], position: { x: 2, y: 3 } });
  const client = await enter(server);
  assert.deepEqual(client.position, { x: 2.5, y: 3.5 });
  assert.deepEqual(client.peers.get('bob').presence.position, { x: 1.5, y: 2.5 });
});

test('an unknown world ends it, with the server\'s words', async () => {
  const server = await start();
  server.world.refuse = { code: 'WORLD_NOT_FOUND', message: 'No such world.', details: {} };
  const client = clientOf(server);
  await assert.rejects(client.connect(), /No such world/);
  assert.equal(client.connection.state, 'closed');
});

test('an error that may pass is tried again', async () => {
  const server = await start();
  server.world.refuse = { code: 'SERVER_ERROR', message: 'Not now.', details: {} };
  const client = clientOf(server);
  client.on('retry', () => (server.world.refuse = null));
  await client.connect();
  assert.equal(server.of('JOIN_WORLD').length, 2);
});

test('who joins, moves and leaves, by single messages and by batches', async () => {
  const server = await start();
  const client = await enter(server);
  const [joined, moved, left] = ['joined', 'presence', 'left'].map(name => record(client, name));
  server.world.send('PEER_JOINED', { user: user('bob'), position: { x: 1.5, y: 1.5 }, facing: 'east', state: 'idle' });
  server.world.send('PRESENCE_BROADCAST', { user_id: 'bob', position: { x: 2.5, y: 1.5 }, facing: 'east', state: 'walking' });
  server.world.send('PRESENCE_BATCH', {
    updates: [
      { user_id: 'nobody', position: { x: 1, y: 1 }, facing: 'east', state: 'walking' },
      { user_id: 'bob', position: { x: 2.5, y: 2.5 }, facing: 'south', state: 'idle' },
    ],
  });
  server.world.send('PEER_LEFT', { user_id: 'bob' });
  await until(() => left.length === 1);
  assert.deepEqual(joined.map(({ displayName }) => displayName), ['BOB']);
  assert.equal(moved.length, 2);
  assert.deepEqual(moved[1].presence, { position: { x: 2.5, y: 2.5 }, facing: 'south', state: 'idle' });
  assert.equal(client.peers.size, 0);
});

test('of many presences the latest goes out, at most one in 80 ms', async () => {
  const server = await start();
  const client = await enter(server);
  for (let x = 0; x < 50; x++) client.present({ position: { x, y: 1.5 }, facing: 'east', state: 'walking' });
  await until(() => server.of('PRESENCE_UPDATE').length === 2);
  const [first, second] = server.of('PRESENCE_UPDATE');
  assert.deepEqual([first.position.x, second.position.x, second.zone_id], [0, 49, 'lobby']);
});

test('a correction takes back what has not gone out', async () => {
  const server = await start();
  const client = await enter(server);
  client.present({ position: { x: 1.5, y: 1.5 }, facing: 'east', state: 'walking' });
  client.present({ position: { x: 2.5, y: 1.5 }, facing: 'east', state: 'walking' });
  const corrected = event(client, 'corrected');
  server.world.send('POSITION_CORRECTION', { correct_position: { x: 1, y: 1 }, reason: 'occupied' });
  assert.deepEqual(await corrected, { position: { x: 1.5, y: 1.5 }, reason: 'occupied' });
  client.kick('bob'); // whatever comes after it on the wire
  await new Promise(resolve => setTimeout(resolve, 120));
  await until(() => server.of('KICK_FROM_WORLD').length === 1);
  assert.equal(server.of('PRESENCE_UPDATE').length, 1);
});

test('moves have timestamps that only grow, whatever the clock does', async t => {
  const server = await start();
  const client = await enter(server);
  const times = [1000, 1000, 900, 5000];
  t.mock.method(Date, 'now', () => times.shift());
  for (let i = 0; i < 4; i++) client.move({ x: 1.5, y: 1.5 });
  await until(() => server.of('MOVE_INTENT').length === 4);
  assert.deepEqual(server.of('MOVE_INTENT').map(({ timestamp }) => timestamp), [1000, 1001, 1002, 5000]);
});

test('another zone, as asked, with who is there', async () => {
  const server = await start({
    peers: [at('bob', 1.5, 1.5)],
    answer: (type, payload, send) => {
      if (type !== 'ZONE_TRANSITION') return;
      const snapshot = [at('carol', 5.5, 2.5)];
      send('ZONE_TRANSITIONED', {
        zone: zone('team', 'TeamArea'), presence_snapshot: snapshot, media_topology: 'P2P_DIRECT', position: payload.position,
        objects: [{ object_id: 'far-chair', user_id: 'carol' }],
      });
    },
  });
  const client = await enter(server);
  const changed = event(client, 'zone');
  client.enterZone('team', { x: 4.5, y: 2.5 });
  const { zone: where, previous, asked } = await changed;
  assert.deepEqual(server.of('ZONE_TRANSITION')[0], {
    from_zone_id: 'lobby', to_zone_id: 'team', position: { x: 4.5, y: 2.5 },
  });
  assert.deepEqual([where.id, previous.id, asked], ['team', 'lobby', true]);
  assert.deepEqual([...client.peers.keys()], ['carol']);
  assert.deepEqual([...client.occupied], [['far-chair', 'carol']]);
});

for (const [how, type, payload] of [
  ['an error', 'ERROR', { code: 'PERMISSION_DENIED', message: 'Closed.', details: { reason: 'door_closed' } }],
  ['a correction', 'POSITION_CORRECTION', { correct_position: { x: 2.5, y: 3.5 }, reason: 'occupied' }],
])
  test(`refused another zone by ${how} one is still present in the old one`, async () => {
    const server = await start({ answer: (asked, _, send) => asked === 'ZONE_TRANSITION' && send(type, payload) });
    const client = await enter(server);
    const refused = event(client, type === 'ERROR' ? 'error' : 'corrected');
    client.enterZone('team', { x: 4.5, y: 2.5 });
    await refused;
    client.present({ position: { x: 2.5, y: 3.5 }, facing: 'west', state: 'sitting' });
    await until(() => server.of('PRESENCE_UPDATE').length === 1);
    assert.equal(server.of('PRESENCE_UPDATE')[0].zone_id, 'lobby');
  });

test('a world that is taken away ends it, with the server\'s words', async () => {
  const server = await start();
  const client = await enter(server);
  const closed = event(client, 'close');
  server.world.send('ERROR', { code: 'WORLD_NOT_FOUND', message: 'Gone.', details: { reason: 'world_gone' } });
  assert.equal((await closed).reason, 'Gone.');
});

test('moved by somebody else, and the same zone with another topology', async () => {
  const server = await start();
  const client = await enter(server);
  const changed = event(client, 'zone');
  const told = { zone: zone('team', 'TeamArea'), presence_snapshot: [], media_topology: 'P2P_DIRECT' };
  server.world.send('ZONE_TRANSITIONED', { ...told, position: { x: 4.5, y: 2.5 } });
  assert.equal((await changed).asked, false);
  assert.deepEqual(client.position, { x: 4.5, y: 2.5 });
  const topology = event(client, 'topology');
  server.world.send('PROMOTE_TO_SFU', { sfu_url: 'wss://sfu', sfu_token: 't', zone_id: 'team' });
  assert.equal(await topology, 'SFU');
  const back = event(client, 'topology');
  server.world.send('ZONE_TRANSITIONED', told);
  assert.equal(await back, 'P2P_DIRECT');
});

test('a promotion is handed over, and what became of it told', async () => {
  const server = await start();
  const client = await enter(server);
  const promoted = event(client, 'promoted');
  server.world.send('PROMOTE_TO_SFU', { sfu_url: 'wss://sfu', sfu_token: 'secret', zone_id: 'lobby' });
  assert.deepEqual(await promoted, { url: 'wss://sfu', token: 'secret', zoneId: 'lobby' });
  client.sfuConnected('lobby');
  client.sfuDisconnected('lobby', 'error');
  await until(() => server.of('SFU_DISCONNECTED').length === 1);
  assert.deepEqual(server.of('SFU_CONNECTED'), [{ zone_id: 'lobby' }]);
  assert.deepEqual(server.of('SFU_DISCONNECTED'), [{ zone_id: 'lobby', reason: 'error' }]);
});

test('an object is taken, given back by its lock, and lost to others', async () => {
  const server = await start({
    answer: (type, { object_id }, send) => {
      if (type === 'INTERACT_REQUEST') send('INTERACT_GRANTED', { object_id, lock_id: `lock of ${object_id}` });
    },
  });
  const client = await enter(server);
  let granted = event(client, 'granted');
  client.interact('chair', 'sit');
  assert.deepEqual(await granted, { objectId: 'chair', lockId: 'lock of chair' });
  assert.ok(client.release('chair'));
  assert.ok(!client.release('chair'));
  await until(() => server.of('INTERACT_END').length === 1);
  assert.deepEqual(server.of('INTERACT_END'), [{ object_id: 'chair', lock_id: 'lock of chair' }]);
  granted = event(client, 'granted');
  client.interact('far-chair', 'sit');
  await granted;
  const occupied = event(client, 'occupied');
  server.world.send('OBJECT_OCCUPIED', { object_id: 'far-chair', user_id: null });
  assert.deepEqual(await occupied, { objectId: 'far-chair', userId: null });
  assert.equal(client.locks.size, 0);
});

test('who is muted is told of whom one finds and of who comes, oneself included, and that it has ended of whom one meets again', async () => {
  const server = await start({ peers: [{ ...at('bob', 1.5, 1.5), muted_for: 40 }, at('carol', 2.5, 1.5)] });
  const client = clientOf(server);
  const muted = [];
  client.on('muted', mute => muted.push(mute));
  const order = [];
  for (const name of ['muted', 'state', 'zone', 'joined']) client.on(name, () => order.push(name));
  await client.connect();
  assert.deepEqual(muted.splice(0), [{ userId: 'bob', seconds: 40 }]);
  let zoned = event(client, 'zone');
  const place = { presence_snapshot: [], media_topology: 'P2P_DIRECT', position: { x: 5, y: 2 }, objects: [] };
  server.world.send('ZONE_TRANSITIONED', { zone: zone('team', 'TeamArea'), ...place, muted_for: 30 });
  await zoned;
  assert.deepEqual(muted.splice(0), [{ userId: client.user.userId, seconds: 30 }]);
  const joined = event(client, 'joined');
  server.world.send('PEER_JOINED', { user: user('bob'), position: { x: 5, y: 1 } });
  await joined;
  assert.deepEqual(muted.splice(0), [{ userId: 'bob', seconds: 0 }]);
  zoned = event(client, 'zone');
  server.world.send('ZONE_TRANSITIONED', { zone: zone('lobby'), ...place });
  await zoned;
  assert.deepEqual(muted, [{ userId: client.user.userId, seconds: 0 }]);
  assert.deepEqual(order, ['muted', 'state', 'muted', 'zone', 'muted', 'joined', 'muted', 'zone']);
});

test('moderation, signals and the words of errors', async () => {
  const server = await start();
  const client = await enter(server);
  client.mute('bob', 300);
  client.removeFromZone('bob');
  client.kick('bob');
  client.iceFailed('bob');
  client.signal('SDP_OFFER', 'bob', { sdp: 'djA=' });
  await until(() => server.of('SDP_OFFER').length === 1);
  assert.deepEqual(server.received.slice(2).map(({ payload }) => payload), [
    { target_user_id: 'bob', duration: 300 },
    { target_user_id: 'bob', zone_id: 'lobby' },
    { target_user_id: 'bob', world_id: 'office' },
    { peer_id: 'bob' },
    { to: 'bob', sdp: 'djA=' },
  ]);
  const muted = event(client, 'muted');
  server.world.send('MUTE_USER', { target_user_id: 'bob', duration: 300 });
  assert.deepEqual(await muted, { userId: 'bob', seconds: 300 });
  const error = event(client, 'error');
  server.world.send('ERROR', { code: 'PERMISSION_DENIED', message: 'No.', details: { reason: 'role' } });
  assert.deepEqual(await error, { code: 'PERMISSION_DENIED', message: 'No.', details: { reason: 'role' } });
});

test('after a drop it is where it was, holds what it held, and sends nothing stale', async () => {
  const server = await start();
  const client = await enter(server);
  client.locks.set('chair', 'lock');
  server.world.objects = [{ object_id: 'chair', user_id: 'alice' }];
  server.world.peers = [at('carol', 1.5, 1.5)];
  const back = event(client, 'state');
  server.sockets[0].terminate();
  await event(client, 'retry');
  assert.equal(client.move({ x: 1.5, y: 1.5 }), false);
  assert.equal((await back).again, true);
  assert.deepEqual([...client.peers.keys()], ['carol']);
  assert.equal(client.locks.get('chair'), 'lock');
  assert.equal(server.of('MOVE_INTENT').length, 0);
});

test('replaced by another page of one\'s own it stays away', async () => {
  const server = await start();
  const client = await enter(server);
  const closed = event(client, 'close');
  server.sockets[0].close(4409, 'replaced');
  assert.equal((await closed).code, 4409);
});
