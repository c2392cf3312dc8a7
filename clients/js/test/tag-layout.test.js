import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TagLayout } from '../../../web/office/tag-layout.js';

const box = (id, x, y) => ({ id, x, y, width: 60, height: 20, lift: 0 });

/** As they are once they have come to their places. */
function settled(boxes) {
  const layout = new TagLayout();
  for (let frame = 0; frame < 60; frame++) layout.place(boxes, 1);
  return boxes;
}

const covers = (a, b) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - a.lift - (b.y - b.lift)) < (a.height + b.height) / 2;

test('tags with room between them stay right above the heads', () => {
  assert.deepEqual(settled([box('a', 0, 100), box('b', 70, 100), box('c', 0, 70)]).map(({ lift }) => lift), [0, 0, 0]);
});

test('of tags in one place the first stays, and the others are stacked above it', () => {
  assert.deepEqual(settled([box('a', 0, 100), box('b', 0, 100), box('c', 0, 100)]).map(({ lift }) => lift), [0, 22, 44]);
});

test('in a crowd no tag covers another', () => {
  const crowd = Array.from({ length: 24 }, (_, i) => box(`p${i}`, (i % 6) * 32, 400 - Math.floor(i / 6) * 32));
  settled(crowd);
  for (const one of crowd) for (const other of crowd) if (one !== other) assert.ok(!covers(one, other), `${one.id} ${other.id}`);
});

test('a tag glides to another place', () => {
  const layout = new TagLayout();
  const [a, b] = [box('a', 0, 100), box('b', 100, 100)];
  layout.place([a, b], 1);
  b.x = 0;
  const lifts = [];
  for (let frame = 0; frame < 20; frame++) {
    layout.place([a, b], 1);
    lifts.push(b.lift);
  }
  assert.ok(lifts[0] > 0 && lifts[0] < 22);
  assert.deepEqual(lifts, [...lifts].sort((one, other) => one - other));
  assert.equal(lifts.at(-1), 22);
});
