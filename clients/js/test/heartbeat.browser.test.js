import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './chromium.js';
import { listen, until } from './server.js';

// Chromium wakes a hidden page's timers once a minute when it has been hidden for five; here for a second.
const throttled = [
  '--intensive-wake-up-throttling-policy=1',
  '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1',
];

test('a hidden page, whose own timers hardly fire any more, goes on beating', { timeout: 60_000 }, async t => {
  let beats = 0;
  const server = await listen(socket =>
    socket.on('message', data => {
      const { type } = JSON.parse(data);
      if (type === 'heartbeat') beats++;
      const payload = type === 'register' ? { user_id: 'alice', heartbeat_interval: 0.1 } : {};
      socket.send(JSON.stringify({ type, payload }));
    }),
  );
  t.after(() => server.close());
  const page = await openPage({ more: throttled });
  t.after(() => page.close());
  await page.evaluate(async url => {
    const { DirectClient } = await import('/client/direct.js');
    globalThis.ticks = 0;
    setInterval(() => globalThis.ticks++, 100);
    await new DirectClient({ url, userId: 'alice' }).connect();
  }, server.url);
  await page.hide();

  // Throttling sets in some time after hiding: until the page's timer has all but stopped while twenty beats came.
  const ticks = () => page.evaluate(() => globalThis.ticks);
  for (let meanwhile = Infinity; meanwhile > 1; ) {
    const [ticksBefore, beatsBefore] = [await ticks(), beats];
    await until(() => beats >= beatsBefore + 20, 10_000);
    meanwhile = (await ticks()) - ticksBefore;
  }
  assert.equal(server.sockets.length, 1);
});
