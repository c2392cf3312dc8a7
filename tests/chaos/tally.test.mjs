import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, tally, trouble } from './tally.mjs';

const nothing = { sent: 3, delivered: 3, lost: 0, duplicated: 0, reordered: 0, missed: 0, unsure: 0, slowest: 1 };

/** Bob's stays as lists of numbers, of the three that alice sent. */
function count(stays, unsure = []) {
  const came = stays.map(numbers => numbers.map(number => ({ from: 'alice', number, late: 1 })));
  return tally([{ name: 'alice', sent: 3, unsure: new Set(unsure) }], [{ name: 'bob', stays: came }]);
}

test('everything came', () => assert.deepEqual(count([[1, 2, 3]]), nothing));

test('a gap, the first and the last are lost', () => {
  assert.deepEqual(count([[1, 3]]), { ...nothing, delivered: 2, lost: 1 });
  assert.deepEqual(count([[2, 3]]), { ...nothing, delivered: 2, lost: 1 });
  assert.deepEqual(count([[1, 2]]), { ...nothing, delivered: 2, lost: 1 });
  assert.deepEqual(count([[]]), { ...nothing, delivered: 0, lost: 3, slowest: 0 });
});

test('twice is duplicated, in another stay as well', () => {
  assert.deepEqual(count([[1, 2, 2, 3]]), { ...nothing, duplicated: 1 });
  assert.deepEqual(count([[1, 2], [2, 3]]), { ...nothing, duplicated: 1 });
});

test('a late one is reordered', () => assert.deepEqual(count([[1, 3, 2]]), { ...nothing, reordered: 1 }));

test('between two stays it is missed', () => assert.deepEqual(count([[1], [3]]), { ...nothing, delivered: 2, missed: 1 }));

test('what the sender was told of is unsure', () => assert.deepEqual(count([[1, 3]], [2]), { ...nothing, delivered: 2, unsure: 1 }));

test('what is unsure may come late, and does not begin what has to come', () => {
  assert.deepEqual(count([[2, 3, 1]], [1]), nothing);
  assert.deepEqual(count([[], [1, 3]], [1]), { ...nothing, delivered: 2, missed: 1 });
  assert.deepEqual(count([[3, 1, 2]], [1]), { ...nothing, reordered: 1 });
  assert.deepEqual(count([[2, 1, 1, 3]], [1]), { ...nothing, duplicated: 1 });
});

test('trouble shows what came in each stay', () => {
  const stays = [[1, 2], [3, 5, 6]].map(numbers => numbers.map(number => ({ from: 'alice', number, late: 1 })));
  const alice = { name: 'alice', sent: 7, unsure: new Set([7]) };
  assert.deepEqual(trouble([alice], [{ name: 'bob', stays }]), ['alice to bob: of 7 came 1-2 | 3 5-6; unsure 7']);
  assert.deepEqual(trouble([{ ...alice, sent: 2 }], [{ name: 'bob', stays: stays.slice(0, 1) }]), []);
});

test('of several the slowest counts, and of all else the sum', () =>
  assert.deepEqual(add([nothing, { ...nothing, lost: 1, slowest: 7 }, nothing]), { ...nothing, sent: 9, delivered: 9, lost: 1, slowest: 7 }));
