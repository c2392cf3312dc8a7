import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './chromium.js';
import { listen, until } from './server.js';

// Chromium wakes a hidden page's timers once a minute when it has been hidden for five; here for a second.
const throttled = [
  '--intensive-wake-up-throttling-policy=1',
  '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/1',
];

/** How each protocol's client is begun in the page, and how a server answers it. */
const protocols = {
  direct: {
    beat: 'heartbeat',
    answer: type => ({ type, payload: type === 'register' ? { user_id: 'alice', heartbeat_interval: 0.1 } : {} }),
    begin: async url => {
      const { DirectClient } = await import('/client/direct.js');
      await new DirectClient({ url, userId: 'alice' }).connect();
    },
  },
  chatroom: {
    beat: 'ping',
    welcome: { type: 'webrtc', data: { userId: 'alice', participants: [] } },
    answer: () => ({ type: 'pong' }),
    begin: async url => {
      const { ChatRoomClient } = await import('/client/chatroom.js');
      await new ChatRoomClient({ url, roomId: 'r', pingInterval: 100 }).connect();
    },
  },
};

for (const [name, { beat, welcome, answer, begin }] of Object.entries(protocols))
  test(`a hidden page, whose own timers hardly fire any more, goes on beating in ${name}`, { timeout: 60_000 }, async t => {
    let beats = 0;
    const server = await listen(socket => {
      if (welcome) socket.send(JSON.stringify(welcome));
      socket.on('message', data => {
        const { type } = JSON.parse(data);
        if (type === beat) beats++;
        socket.send(JSON.stringify(answer(type)));
      });
    });
    t.after(() => server.close());
    const page = await openPage({ more: throttled });
    t.after(() => page.close());
    await page.evaluate(begin, server.url);
    await page.evaluate(() => {
      globalThis.ticks = 0;
      setInterval(() => globalThis.ticks++, 100);
    });
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
