import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage } from './chromium.js';

describe('LiveRoom, in Chromium', { timeout: 120_000 }, () => {
  let page;
  before(async () => {
    page = await openPage();
    await page.evaluate(async () => {
      globalThis.t = { ...(await import('/test/call-scenarios.js')), ...(await import('/test/live-scenarios.js')) };
    });
  });
  after(() => page?.close());

  test('who publishes is decoded by the other publisher and by who watches', async () => {
    const result = await page.evaluate(async () => {
      const { all, close } = await t.rooms({ alice: 'publisher', bob: 'publisher', carol: 'viewer' });
      const { alice, bob, carol } = all;
      await Promise.all([t.sees(alice, 'bob'), t.sees(bob, 'alice'), t.sees(carol, 'alice'), t.sees(carol, 'bob')]);
      await t.until('both to flow', () => [...carol.downlinks.values()].every(({ flows }) => flows));
      const result = { carols: carol.uplink, watched: carol.downlinks.size };
      close();
      return result;
    });
    assert.deepEqual(result, { carols: null, watched: 2 });
  });

  test('who becomes a publisher publishes, and who leaves is not watched any more', async () => {
    const result = await page.evaluate(async () => {
      const { all, close } = await t.rooms({ alice: 'publisher', bob: 'viewer' });
      const { alice, bob } = all;
      for (const track of (await t.media()).getTracks()) bob.setTrack(track.kind, track);
      bob.client.role = 'publisher';
      bob.client.emit('role', 'publisher');
      await t.sees(alice, 'bob');
      bob.close();
      await t.until('bob to be gone', () => alice.downlinks.size === 0);
      const result = [bob.uplink, bob.downlinks.size];
      close();
      return result;
    });
    assert.deepEqual(result, [null, 0]);
  });

  test('who may not publish any more ceases to, watches on, and publishes again when it may', async () => {
    const result = await page.evaluate(async () => {
      const { all, close } = await t.rooms({ alice: 'publisher', bob: 'publisher' });
      const { alice, bob } = all;
      await t.sees(alice, 'bob');
      const become = role => {
        bob.client.role = role;
        bob.client.emit('role', role);
        bob.client.world.tellList();
      };
      become('viewer');
      await t.until('bob to be gone', () => alice.downlinks.size === 0);
      await t.sees(bob, 'alice');
      const silent = bob.uplink;
      become('publisher');
      await t.sees(alice, 'bob');
      close();
      return silent;
    });
    assert.equal(result, null);
  });

  test('a track comes and goes without a negotiation, and is told', async () => {
    const result = await page.evaluate(async () => {
      const { world, all, close } = await t.rooms({ alice: 'publisher', bob: 'viewer' });
      const { alice, bob } = all;
      await t.sees(bob, 'alice');
      const kept = t.downlink(bob, 'alice').pc;
      alice.setTrack('video', null);
      const off = t.downlink(bob, 'alice').receiving;
      alice.setTrack('video', (await t.media()).getVideoTracks()[0]);
      await t.sees(bob, 'alice');
      const result = { off, on: t.downlink(bob, 'alice').receiving, same: t.downlink(bob, 'alice').pc === kept, offers: world.sfu.offers };
      close();
      return result;
    });
    assert.deepEqual(result, { off: { audio: true, video: false }, on: { audio: true, video: true }, same: true, offers: [false] });
  });

  test('another route is looked for by the same connection, and who watches notices nothing', async () => {
    const result = await page.evaluate(async () => {
      const { world, all, close } = await t.rooms({ alice: 'publisher', bob: 'viewer' });
      const { alice, bob } = all;
      await t.sees(bob, 'alice');
      const [up, down] = [alice.uplink.pc, t.downlink(bob, 'alice').pc];
      const fragment = () => /ice-ufrag:(.*)/.exec(up.localDescription.sdp)[1];
      const before = fragment();
      alice.uplink.restart();
      await t.until('another fragment', () => fragment() !== before && up.signalingState === 'stable');
      await t.sees(bob, 'alice');
      const result = [alice.uplink.pc === up, t.downlink(bob, 'alice').pc === down, world.sfu.offers];
      close();
      return result;
    });
    assert.deepEqual(result, [true, true, [false, true]]);
  });

  test('a media server that dies is survived: publishers offer again when asked, and watchers watch again', async () => {
    const result = await page.evaluate(async () => {
      const { world, all, close } = await t.rooms({ alice: 'publisher', bob: 'publisher', carol: 'viewer' });
      const { alice, bob, carol } = all;
      await Promise.all([t.sees(carol, 'alice'), t.sees(carol, 'bob'), t.sees(alice, 'bob')]);
      world.sfu.die();
      for (const room of [alice, bob]) room.client.emit('restart', undefined);
      world.tellList();
      await Promise.all([t.sees(carol, 'alice'), t.sees(carol, 'bob'), t.sees(alice, 'bob'), t.sees(bob, 'alice')]);
      const result = world.sfu.offers;
      close();
      return result;
    });
    assert.deepEqual(result, [false, false, true, true]);
  });

  test('a stream that ceases without a word is asked for anew', async () => {
    const result = await page.evaluate(async () => {
      const { world, all, close } = await t.rooms({ alice: 'publisher', bob: 'viewer' });
      const { bob } = all;
      await t.sees(bob, 'alice');
      const watches = world.sfu.watches;
      for (const sender of [...world.sfu.downlinks.values()][0].getSenders()) await sender.replaceTrack(null);
      await t.until('another WATCH', () => world.sfu.watches > watches);
      await t.sees(bob, 'alice');
      close();
      return 'seen';
    });
    assert.equal(result, 'seen');
  });

  test('after a drop of signaling one publishes and watches anew', async () => {
    const result = await page.evaluate(async () => {
      const { world, all, close } = await t.rooms({ alice: 'publisher', bob: 'viewer' });
      const { alice, bob } = all;
      await t.sees(bob, 'alice');
      world.sfu.die(); // what the server does with the streams of a session that joins again
      for (const room of [alice, bob]) room.client.emit('joined', { role: room.client.role, again: true });
      await t.sees(bob, 'alice');
      const result = world.sfu.offers;
      close();
      return result;
    });
    assert.deepEqual(result, [false, false]);
  });

  test('what will not do is told, and not tried again', async () => {
    const result = await page.evaluate(async () => {
      const { all, world, close } = await t.rooms({ alice: 'viewer' });
      const { alice } = all;
      world.sfu.offer = async () => {
        throw Object.assign(new Error('only publishers may'), { code: 4051 });
      };
      alice.client.role = 'publisher';
      alice.client.emit('role', 'publisher');
      await t.until('the refusal', () => alice.errors.length > 0);
      const result = [alice.uplink.state, alice.errors[0].code];
      close();
      return result;
    });
    assert.deepEqual(result, ['ended', 4051]);
  });
});
