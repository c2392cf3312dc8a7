import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage } from './chromium.js';

describe('WorldMesh, in Chromium', { timeout: 120_000 }, () => {
  let page;
  before(async () => {
    page = await openPage();
    await page.evaluate(async () => {
      globalThis.t = { ...(await import('/test/call-scenarios.js')), ...(await import('/test/world-mesh-scenarios.js')) };
    });
  });
  after(() => page?.close());

  test('who comes calls those who are there, and all decode each other', async () => {
    const errors = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob', 'carol');
      for (const { client } of all) client.enter();
      await t.talking(...all);
      await Promise.all(all.flatMap(({ mesh }) => [...mesh.calls.values()].map(call => t.decodes(call, 2))));
      for (const { mesh } of all) mesh.close();
      return all.flatMap(({ mesh }) => mesh.errors);
    });
    assert.deepEqual(errors, []);
  });

  test('a failed route is reported and not restarted at once; relays reach both sides, and one of them restarts', async () => {
    const result = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob');
      for (const { client } of all) client.enter();
      await t.talking(...all);
      const [call, other] = [all[0].mesh.calls.get('bob'), all[1].mesh.calls.get('alice')];
      const before = [t.fragmentOf(call), t.fragmentOf(other)];
      Object.defineProperty(call.pc, 'connectionState', { value: 'failed', configurable: true });
      call.pc.dispatchEvent(new Event('connectionstatechange'));
      await new Promise(resolve => setTimeout(resolve, 300));
      const unchanged = t.fragmentOf(call) === before[0];
      delete call.pc.connectionState;
      const servers = [{ urls: ['turn:127.0.0.1:9'], username: 'u', credential: 'c' }];
      const offers = [];
      for (const { client, user } of all) client.on('signal', ({ type }) => type === 'SDP_OFFER' && offers.push(`to ${user}`));
      all[0].client.emit('turn', { servers, peerId: 'bob' });
      all[1].client.emit('turn', { servers, peerId: 'alice' });
      await t.until('another fragment', () => t.fragmentOf(call) !== before[0] && t.fragmentOf(other) !== before[1]);
      await t.talking(...all);
      await Promise.all([t.decodes(call, 2), t.decodes(other, 2)]);
      const has = ({ pc }) => pc.getConfiguration().iceServers[0]?.urls[0];
      const result = { reported: all[0].client.failed, unchanged, servers: [has(call), has(other)], offers };
      for (const { mesh } of all) mesh.close();
      return result;
    });
    assert.deepEqual(result, {
      reported: ['bob'], unchanged: true, servers: ['turn:127.0.0.1:9', 'turn:127.0.0.1:9'], offers: ['to alice'],
    });
  });

  test('a muted newcomer, whose offers are refused, is called by who is there', async () => {
    const result = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob');
      all[0].client.enter();
      all[1].client.refused = 'muted';
      all[1].client.enter();
      await t.talking(...all);
      await Promise.all(all.flatMap(({ mesh }) => [...mesh.calls.values()].map(call => t.decodes(call, 2))));
      for (const { mesh } of all) mesh.close();
      return all.flatMap(({ mesh }) => mesh.errors);
    });
    assert.deepEqual(result, []);
  });

  test('a mute silences somebody on every side, and ends by itself', async () => {
    const result = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob');
      for (const { client } of all) client.enter();
      await t.talking(...all);
      const heard = () => all[0].mesh.calls.get('bob').remoteStream.getAudioTracks().every(track => track.enabled);
      const seen = [heard()];
      for (const { client } of all) client.emit('muted', { userId: 'bob', seconds: 0.3 });
      seen.push(heard(), all[0].mesh.isMuted('bob'));
      await t.until('the end of it', () => !all[0].mesh.isMuted('bob'));
      seen.push(heard());
      for (const { mesh } of all) mesh.close();
      return seen;
    });
    assert.deepEqual(result, [true, false, true, true]);
  });

  test('an offer that a zone on a media server refused is not in the way when it comes back', async () => {
    const result = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob');
      all[0].client.enter();
      all[1].client.refused = 'zone_on_sfu';
      all[1].client.enter();
      for (const { client } of all) client.topology = 'SFU';
      await t.until('the refusal', () => all[1].mesh.calls.size === 0);
      all[1].client.refused = '';
      for (const { client } of all) {
        client.topology = 'P2P_DIRECT';
        client.emit('topology', 'P2P_DIRECT');
      }
      await t.talking(...all);
      for (const { mesh } of all) mesh.close();
      return all.flatMap(({ mesh }) => mesh.errors);
    });
    assert.deepEqual(result, []);
  });

  test('on a media server calls rest, and begin anew when the zone comes back', async () => {
    const result = await page.evaluate(async () => {
      const all = await t.meshes('alice', 'bob');
      for (const { client } of all) client.enter();
      await t.talking(...all);
      for (const { client, mesh } of all) {
        client.topology = 'SFU';
        client.emit('topology', 'SFU');
        mesh.rest();
      }
      const resting = all.map(({ mesh }) => mesh.calls.size);
      for (const { client } of all) {
        client.topology = 'P2P_DIRECT';
        client.emit('topology', 'P2P_DIRECT');
      }
      await t.talking(...all);
      const errors = all.flatMap(({ mesh }) => mesh.errors);
      for (const { mesh } of all) mesh.close();
      return { resting, errors };
    });
    assert.deepEqual(result, { resting: [0, 0], errors: [] });
  });
});
