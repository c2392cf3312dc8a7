import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../emitter.js';
import { WorldMap } from '../world-map.js';
import { Walker } from '../world-walker.js';
import { record } from './server.js';
import { office } from './world-server.js';

/** What a walker needs of a client; the test says what comes back. */
class Client extends Emitter {
  user = { userId: 'alice' };
  zone = { id: 'lobby' };
  position = { x: 2.5, y: 3.5 };
  entered = true;
  peers = new Map();
  locks = new Map();
  sent = [];
  present(presence) {
    this.presence = presence;
  }
  move(position) {
    this.sent.push(['move', position.x, position.y]);
  }
  enterZone(id, position) {
    this.sent.push(['zone', id, position.x, position.y]);
  }
  interact(id, action) {
    this.sent.push([action, id]);
  }
  release(id) {
    this.sent.push(['release', id]);
  }
  stand(id, x, y) {
    this.peers.set(id, { presence: { position: { x, y } } });
  }
}

function start(options = {}) {
  const client = Object.assign(new Client(), options);
  const walker = new Walker(client, new WorldMap(office));
  let now = 1000;
  /** Sixty frames a second, for so many milliseconds. */
  const run = milliseconds => {
    for (const end = now + milliseconds; now < end; now += 16) walker.at(now);
  };
  run(500);
  return { client, walker, run };
}

test('a key walks from tile to tile, each asked for as it is begun, and stops in the middle of one', () => {
  const { client, walker, run } = start();
  walker.steer(0, -1);
  run(100);
  assert.deepEqual(client.sent, [['move', 2.5, 2.5]]);
  assert.ok(walker.y < 3.5 && walker.y > 2.5);
  assert.equal(client.presence.state, 'walking');
  walker.steer(0, 0);
  run(400);
  assert.deepEqual([walker.x, walker.y, walker.state, client.presence.state], [2.5, 2.5, 'idle', 'idle']);
  assert.equal(client.presence.facing, 'north');
});

test('at a wall one turns, and asks for nothing', () => {
  const { client, walker, run } = start();
  walker.steer(1, 0);
  run(500);
  assert.deepEqual(client.sent, []);
  assert.deepEqual([walker.facing, client.presence.facing, walker.x], ['east', 'east', 2.5]);
});

test('along a wall a slanted step glides', () => {
  const { client, walker, run } = start();
  walker.steer(1, -1);
  run(100);
  assert.deepEqual(client.sent[0], ['move', 2.5, 2.5]);
});

test('nobody walks through somebody, but a path leads around', () => {
  const { client, walker, run } = start();
  client.stand('bob', 2.5, 2.5);
  walker.steer(0, -1);
  run(300);
  assert.deepEqual(client.sent, []);
  walker.steer(0, 0);
  walker.goTo({ x: 2, y: 1 });
  run(2000);
  assert.deepEqual([walker.tile, client.sent.some(([, x, y]) => x === 2.5 && y === 2.5)], [{ x: 2, y: 1 }, false]);
});

test('into another zone one asks for the zone, and goes on when it is granted', () => {
  const { client, walker, run } = start();
  walker.goTo({ x: 5, y: 2 });
  run(1500);
  assert.deepEqual(client.sent.at(-1), ['zone', 'team', 4.5, 2.5]);
  client.zone = { id: 'team' };
  client.emit('zone', { zone: client.zone, previous: { id: 'lobby' }, asked: true });
  run(1000);
  assert.deepEqual([walker.tile, client.sent.at(-1)], [{ x: 5, y: 2 }, ['move', 5.5, 2.5]]);
});

test('refused the zone one is back before the door, and does not ask at every frame', () => {
  const { client, walker, run } = start({ position: { x: 3.5, y: 2.5 } });
  walker.steer(1, 0);
  run(100);
  client.emit('error', { code: 'PERMISSION_DENIED', message: '', details: { reason: 'muted' } });
  assert.equal(walker.tile.x, 4); // about something else
  client.emit('error', { code: 'PERMISSION_DENIED', message: '', details: { reason: 'door_closed' } });
  assert.deepEqual([walker.x, walker.tile], [3.5, { x: 3, y: 2 }]);
  run(200);
  assert.equal(client.sent.length, 1);
});

test('a correction puts one back, and says what was wanted', () => {
  const { client, walker, run } = start();
  const corrected = record(walker, 'corrected');
  walker.goTo({ x: 2, y: 1 });
  run(100);
  client.emit('corrected', { position: { x: 2.5, y: 3.5 }, reason: 'occupied' });
  assert.deepEqual(corrected, [{ wanted: { x: 2, y: 2 }, reason: 'occupied' }]);
  assert.deepEqual([walker.x, walker.y, walker.path.length, client.presence.position], [2.5, 3.5, 0, { x: 2.5, y: 3.5 }]);
});

test('one walks to a chair, takes it when it is in reach, sits on it facing its way, and gets up by walking', () => {
  const { client, walker, run } = start();
  const using = record(walker, 'using');
  walker.use(walker.map.object('chair'));
  run(600);
  assert.deepEqual(client.sent.at(-1), ['sit', 'chair']);
  client.emit('granted', { objectId: 'chair', lockId: 'lock' });
  run(1000);
  assert.deepEqual([walker.tile, walker.state, walker.facing], [{ x: 1, y: 1 }, 'sitting', 'west']);
  assert.deepEqual(client.presence, { position: { x: 1.5, y: 1.5 }, facing: 'west', state: 'sitting' });
  walker.steer(1, 0);
  run(300);
  assert.deepEqual(client.sent.slice(-2), [['release', 'chair'], ['move', 2.5, 1.5]]);
  assert.deepEqual(using.map(object => object?.id ?? null), ['chair', null]);
});

test('a chair that is given from two steps away is kept on the way to it', () => {
  const { client, walker, run } = start({ position: { x: 4.5, y: 3.5 }, zone: { id: 'team' } });
  walker.use(walker.map.object('far-chair'));
  run(50);
  assert.deepEqual(client.sent, [['sit', 'far-chair']]);
  client.emit('granted', { objectId: 'far-chair', lockId: 'lock' });
  run(1000);
  assert.deepEqual([walker.tile, walker.state], [{ x: 6, y: 3 }, 'sitting']);
  assert.deepEqual(client.sent.slice(1), [['move', 5.5, 3.5], ['move', 6.5, 3.5]]);
});

test('who is turned back on the way to a seat gives it back', () => {
  const { client, walker, run } = start({ position: { x: 4.5, y: 3.5 }, zone: { id: 'team' } });
  walker.use(walker.map.object('far-chair'));
  run(50);
  client.emit('granted', { objectId: 'far-chair', lockId: 'lock' });
  run(100);
  client.emit('corrected', { position: { x: 4.5, y: 3.5 }, reason: 'occupied' });
  assert.deepEqual([client.sent.at(-1), walker.object], [['release', 'far-chair'], null]);
});

test('somebody in the only way is waited for', () => {
  const { client, walker, run } = start({ position: { x: 2.5, y: 2.5 } });
  walker.goTo({ x: 5, y: 2 });
  client.stand('bob', 3.5, 2.5);
  run(600);
  assert.deepEqual([client.sent, walker.path.length], [[], 3]);
  client.peers.clear();
  run(600);
  assert.deepEqual(client.sent.map(([what]) => what), ['move', 'zone']);
});

test('a chair that somebody else has got is told, and one stays where one is', () => {
  const { client, walker, run } = start({ position: { x: 2.5, y: 1.5 } });
  const denied = record(walker, 'denied');
  walker.use(walker.map.object('chair'));
  run(100);
  client.emit('denied', { objectId: 'chair', reason: 'occupied' });
  run(300);
  assert.deepEqual(denied.map(({ object, reason }) => [object.id, reason]), [['chair', 'occupied']]);
  assert.deepEqual([walker.tile, walker.state], [{ x: 2, y: 1 }, 'idle']);
});

test('a chair granted to one who has gone on is given back', () => {
  const { client, walker, run } = start({ position: { x: 2.5, y: 1.5 } });
  walker.use(walker.map.object('chair'));
  run(50);
  walker.goTo({ x: 2, y: 3 });
  client.emit('granted', { objectId: 'chair', lockId: 'lock' });
  assert.deepEqual(client.sent.at(-1), ['release', 'chair']);
  assert.equal(walker.object, null);
});

test('what cannot be reached is said to be so', () => {
  const { client, walker, run } = start();
  client.stand('bob', 3.5, 2.5); // in the only door
  const denied = record(walker, 'denied');
  walker.use(walker.map.object('far-chair'));
  run(5000);
  assert.deepEqual(denied.map(({ reason }) => reason), ['unreachable']);
});

test('moved to another zone by a moderator one stands there, and holds nothing', () => {
  const { client, walker, run } = start({ position: { x: 2.5, y: 1.5 } });
  walker.use(walker.map.object('chair'));
  run(50);
  client.emit('granted', { objectId: 'chair', lockId: 'lock' });
  run(500);
  Object.assign(client, { zone: { id: 'team' }, position: { x: 5.5, y: 2.5 } });
  client.emit('zone', { zone: client.zone, previous: { id: 'lobby' }, asked: false });
  assert.deepEqual([walker.x, walker.y, walker.object, walker.state], [5.5, 2.5, null, 'idle']);
});

test('back after a drop one stays, unless the server says otherwise', () => {
  const { client, walker, run } = start();
  walker.goTo({ x: 2, y: 2 });
  run(400);
  client.position = { x: 2.5, y: 2.5 };
  client.presence = null;
  client.emit('state', { again: true });
  assert.deepEqual([walker.tile, client.presence.position], [{ x: 2, y: 2 }, { x: 2.5, y: 2.5 }]);
  client.position = { x: 1.5, y: 3.5 };
  client.emit('state', { again: true });
  assert.deepEqual(walker.tile, { x: 1, y: 3 });
});
