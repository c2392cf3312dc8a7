import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedQueue } from '../queue.js';

test('first in, first out', () => {
  const queue = new BoundedQueue({ maxCount: 3, maxBytes: 100 });
  ['a', 'b'].forEach(text => queue.push(text));
  assert.deepEqual([queue.shift(), queue.shift(), queue.shift()], ['a', 'b', undefined]);
  assert.equal(queue.bytes, 0);
});

test('a full queue refuses the newest and keeps the oldest', () => {
  const queue = new BoundedQueue({ maxCount: 2, maxBytes: 100 });
  assert.deepEqual(['a', 'b', 'c'].map(text => queue.push(text)), [true, true, false]);
  assert.equal(queue.shift(), 'a');
  assert.equal(queue.push('c'), true);
});

test('bytes are counted as UTF-8', () => {
  const queue = new BoundedQueue({ maxCount: 10, maxBytes: 6 });
  assert.equal(queue.push('éé'), true);
  assert.equal(queue.bytes, 4);
  assert.equal(queue.push('abc'), false);
  assert.equal(queue.push('ab'), true);
  assert.equal(queue.clear(), 2);
  assert.equal(queue.bytes, 0);
});
