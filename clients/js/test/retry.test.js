import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeClose, mayReconnect, retryDelay } from '../retry.js';

const options = { minDelay: 500, maxDelay: 30_000, random: () => 1 };

test('the ceiling doubles up to its limit', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map(attempt => retryDelay(attempt, 1006, options));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('full jitter: any wait from nothing to the ceiling', () => {
  assert.equal(retryDelay(3, 1006, { ...options, random: () => 0 }), 0);
  assert.equal(retryDelay(3, 1006, { ...options, random: () => 0.25 }), 1000);
});

test('after a rate limit the wait is at least ten seconds', () => {
  assert.equal(retryDelay(0, 4429, { ...options, random: () => 0 }), 10_000);
  assert.equal(retryDelay(0, 4429, options), 10_500);
});

test('close codes that end it, and those that do not', () => {
  for (const code of [1000, 1008, 4400, 4401, 4403, 4409]) assert.equal(mayReconnect(code), false, `${code}`);
  for (const code of [1001, 1005, 1006, 1009, 1011, 1012, 1013, 4408, 4429, 4503])
    assert.equal(mayReconnect(code), true, `${code}`);
});

test('every code has words', () => {
  assert.equal(describeClose(4401), 'the token was refused');
  assert.equal(describeClose(1006), 'the connection was lost');
});
