import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PresenceTrack } from '../presence-track.js';
import { WorldMap } from '../world-map.js';
import { findPath } from '../world-path.js';
import { office } from './world-server.js';

const map = new WorldMap(office);
const isFree = (x, y) => !map.blocks(x, y);

test('walls block, and so does whatever is beyond the map', () => {
  assert.deepEqual([map.blocks(0, 0), map.blocks(3, 1), map.blocks(3, 2), map.blocks(2.9, 1.9)], [true, true, false, false]);
  assert.deepEqual([map.blocks(-1, 2), map.blocks(8, 2), map.blocks(2, 5)], [true, true, true]);
});

test('of two zones the more private one counts', () => {
  assert.deepEqual([map.zoneAt(1, 1).id, map.zoneAt(4, 1).id, map.zoneAt(6, 1).id, map.zoneAt(0, 0)], ['lobby', 'team', 'booth', null]);
});

test('doors, objects, and what has to be held first', () => {
  assert.equal(map.doorAt(3, 2).id, 'door');
  assert.equal(map.doorAt(2, 2), null);
  assert.equal(map.objectAt(1, 1).id, 'chair');
  assert.deepEqual(map.requiredBy(map.object('desk')).map(({ id }) => id), ['chair']);
  assert.deepEqual(map.requiredBy(map.object('chair')), []);
});

test('what is in reach is near, the nearest first, and in one\'s own zone', () => {
  assert.deepEqual(map.within({ x: 1.5, y: 1.5 }).map(({ id }) => id), ['chair', 'desk']);
  assert.deepEqual(map.within({ x: 4.5, y: 2.5 }).map(({ id }) => id), ['far-chair']);
});

test('a path leads around walls, without cutting their corners', () => {
  assert.deepEqual(findPath(isFree, { x: 2, y: 1 }, { x: 4, y: 1 }), [
    { x: 2, y: 2 }, { x: 3, y: 2 }, { x: 4, y: 2 }, { x: 4, y: 1 },
  ]);
  assert.deepEqual(findPath(isFree, { x: 4, y: 1 }, { x: 6, y: 3 }), [{ x: 5, y: 2 }, { x: 6, y: 3 }]);
});

test('to a wall the path leads beside it; to where one is there is none', () => {
  assert.deepEqual(findPath(isFree, { x: 1, y: 1 }, { x: 0, y: 3 }).at(-1), { x: 1, y: 3 });
  assert.deepEqual(findPath(isFree, { x: 1, y: 1 }, { x: 1, y: 1 }), []);
});

const presence = (x, y, more = {}) => ({ position: { x, y }, facing: 'south', state: 'walking', ...more });

test('between two updates somebody is between them, and looks where they go', () => {
  const track = new PresenceTrack(presence(0, 0), 200);
  track.push(presence(0, 0), 1000);
  track.push(presence(1, 0), 1200);
  track.push(presence(2, 0), 1400);
  track.at(1450);
  assert.deepEqual([track.x, track.y, track.moving, track.facing], [1.25, 0, true, 'east']);
  track.at(1500);
  assert.deepEqual([track.x, track.moving], [1.5, true]);
  track.at(1600);
  assert.deepEqual([track.x, track.moving, track.facing], [2, false, 'south']);
});

test('after a rest a step is not stretched over the rest', () => {
  const track = new PresenceTrack(presence(0, 0), 200);
  track.push(presence(1, 0), 60_000);
  track.at(60_000);
  assert.equal(track.x, 0);
  track.at(60_110);
  assert.ok(track.x > 0 && track.x < 1);
  track.at(60_200);
  assert.equal(track.x, 1);
});

test('what is too far to walk is a jump', () => {
  const track = new PresenceTrack(presence(0, 0), 200);
  track.push(presence(20, 10), 1000);
  track.at(1000);
  assert.deepEqual([track.x, track.y, track.moving], [20, 10, false]);
});

test('many updates at once keep their order', () => {
  const track = new PresenceTrack(presence(0, 0), 200);
  for (let x = 1; x <= 40; x++) track.push(presence(x, 0), 1000);
  track.at(5000);
  assert.equal(track.x, 40);
});
