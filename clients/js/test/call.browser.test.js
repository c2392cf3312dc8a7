import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage } from './chromium.js';

describe('Call, in Chromium', { timeout: 120_000 }, () => {
  let page;
  before(async () => {
    page = await openPage();
    await page.evaluate(async () => {
      globalThis.t = await import('/test/call-scenarios.js');
    });
  });
  after(() => page?.close());

  test('two sides connect, and both decode the other', async () => {
    const result = await page.evaluate(async () => {
      const { alice, bob } = await t.established();
      await Promise.all([t.decodes(alice), t.decodes(bob)]);
      await alice.route();
      await new Promise(resolve => setTimeout(resolve, 300));
      const route = await alice.route();
      const states = alice.states;
      alice.hangUp();
      return { states, route, errors: [...alice.errors, ...bob.errors] };
    });
    assert.deepEqual(result.states.slice(0, 3), ['calling', 'connecting', 'connected']);
    assert.equal(result.route.local, 'host');
    assert.equal(result.route.protocol, 'udp');
    assert.ok(result.route.roundTrip >= 0 && result.route.bitrateIn > 0 && result.route.bitrateOut > 0);
    assert.deepEqual(result.errors, []);
  });

  test('glare: both start at once, the polite side gives way, one call comes of it', async () => {
    const result = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const stream = await t.media();
      const alice = await t.callOn(a, stream);
      const bob = await t.callOn(b, stream);
      alice.start();
      bob.start();
      await t.connected(alice, bob);
      await Promise.all([t.decodes(alice), t.decodes(bob)]);
      const types = end => end.sent.filter(s => s.type === 'description').map(s => s.description.type);
      const errors = [...alice.errors, ...bob.errors];
      const result = { alice: types(a), bob: types(b), sections: t.mediaSections(alice), errors };
      alice.hangUp();
      return result;
    });
    assert.deepEqual(result, { alice: ['offer', 'answer'], bob: ['offer'], sections: 2, errors: [] });
  });

  test('glare without a camera on the polite side leaves no spare media sections', async () => {
    const result = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const alice = await t.callOn(a, null);
      const bob = await t.callOn(b, await t.media());
      alice.start();
      bob.start();
      await t.connected(alice, bob);
      await t.decodes(alice);
      const kinds = alice.remoteStream.getTracks().map(track => track.kind);
      const result = { sections: t.mediaSections(alice), kinds: kinds.sort() };
      alice.hangUp();
      return result;
    });
    assert.deepEqual(result, { sections: 2, kinds: ['audio', 'video'] });
  });

  test('glare while the polite side is about to offer, is making its offer, or has just made it', async () => {
    const errors = await page.evaluate(async () => {
      const stream = await t.media();
      const errors = [];
      for (const moment of ['before', 'negotiationneeded', 'signalingstatechange', 'icegatheringstatechange']) {
        const [a, b] = t.channelPair({ delay: 0 });
        const [alice, bob] = [await t.callOn(a, stream), await t.callOn(b, stream)];
        const [receive, waiting] = [a.onsignal, []];
        a.onsignal = signal => waiting.push(signal);
        bob.start();
        await t.until('an offer', () => waiting.length);
        const deliver = () => {
          a.onsignal = receive;
          for (const signal of waiting.splice(0)) receive(signal);
        };
        alice.start();
        if (moment === 'before') deliver();
        else alice.pc.addEventListener(moment, deliver, { once: true });
        await t.connected(alice, bob);
        await Promise.all([t.decodes(alice), t.decodes(bob)]);
        errors.push(...alice.errors, ...bob.errors);
        alice.hangUp();
      }
      return errors;
    });
    assert.deepEqual(errors, []);
  });

  test('glare: candidates that overtook the offer are not lost to who gives way', async () => {
    const types = await page.evaluate(async () => {
      const [a, b] = t.channelPair({ delay: 0 });
      const stream = await t.media();
      const [alice, bob] = [await t.callOn(a, stream), await t.callOn(b, stream)];
      const [receive, waiting] = [a.onsignal, []];
      a.onsignal = signal => waiting.push(signal);
      bob.start();
      await t.until('the last candidate', () => waiting.some(({ type, candidate }) => type === 'candidate' && !candidate));
      alice.start();
      await t.until('an offer of her own', () => alice.pc.signalingState === 'have-local-offer');
      for (const signal of waiting.filter(({ type }) => type === 'candidate')) receive(signal);
      receive(waiting.find(({ type }) => type === 'description'));
      const remote = async () => [...(await alice.pc.getStats()).values()]
        .filter(({ type }) => type === 'remote-candidate').map(({ candidateType }) => candidateType);
      for (let left = 100; left > 0 && !(await remote()).includes('host'); left--) await new Promise(r => setTimeout(r, 50));
      const found = await remote();
      alice.hangUp();
      return found;
    });
    assert.ok(types.includes('host'), `remote candidates: ${types}`);
  });

  test('who gives way gathers candidates, also when its offer was only just made', async () => {
    const types = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const stream = await t.media();
      const [alice, bob] = [await t.callOn(a, stream), await t.callOn(b, stream)];
      const [receive, waiting] = [a.onsignal, []];
      a.onsignal = signal => waiting.push(signal);
      bob.start();
      await t.until('an offer', () => waiting.length);
      bob.pc.close(); // as with another page's, the networks are not being watched for it here any more
      alice.start();
      alice.pc.addEventListener('negotiationneeded', () => receive(waiting[0]), { once: true });
      await t.until('an answer and candidates', () => a.sent.some(({ candidate }) => candidate));
      alice.hangUp();
      return a.sent.filter(({ type }) => type === 'description').map(({ description }) => description.type);
    });
    assert.deepEqual(types, ['answer']);
  });

  test('the other side calls while we are about to: it is taken', async () => {
    const result = await page.evaluate(async () => {
      const stream = await t.media();
      const results = [];
      for (const who of ['polite', 'impolite']) {
        const [a, b] = t.channelPair();
        const [alice, bob] = [await t.callOn(a, stream), await t.callOn(b, stream)];
        const [quick, slow, at] = who === 'polite' ? [alice, bob, b] : [bob, alice, a];
        quick.start();
        const receive = at.onsignal;
        const offered = new Promise(resolve => {
          at.onsignal = signal => (receive(signal), resolve());
        });
        await offered;
        slow.start();
        await t.connected(alice, bob);
        await Promise.all([t.decodes(alice), t.decodes(bob)]);
        const types = [...a.sent, ...b.sent].filter(s => s.type === 'description').map(s => s.description.type);
        results.push(types.sort().join());
        alice.hangUp();
      }
      return results;
    });
    assert.deepEqual(result, ['answer,offer', 'answer,offer']);
  });

  test('what the other side sends is told as it changes', async () => {
    const result = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const stream = await t.media();
      const [alice, bob] = [await t.callOn(a, stream), await t.callOn(b, stream)];
      let atAlice;
      alice.on('receiving', kinds => (atAlice = kinds));
      alice.start();
      bob.start();
      await t.connected(alice, bob);
      const told = [atAlice];
      bob.setTrack('video', null);
      await t.until('no video', () => !atAlice.video);
      told.push(atAlice);
      bob.setTrack('video', stream.getVideoTracks()[0]);
      await t.until('video', () => atAlice.video);
      await t.decodes(alice);
      alice.hangUp();
      return told;
    });
    assert.deepEqual(result, [{ audio: true, video: true }, { audio: true, video: false }]);
  });

  test('both turn a camera on at the same moment: the renegotiations collide and settle', async () => {
    const errors = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const alice = await t.callOn(a, null);
      const bob = await t.callOn(b, null);
      t.acceptOnOffer(b, bob);
      alice.start();
      await t.until('the answer', () => alice.pc.signalingState === 'stable' && a.sent.length && b.sent.length);
      const [track] = (await t.media({ video: true })).getTracks();
      for (let round = 0; round < 5; round++) {
        alice.setTrack('video', round % 2 ? null : track);
        bob.setTrack('video', round % 2 ? null : track);
        await new Promise(resolve => setTimeout(resolve, 60 * round));
      }
      await t.connected(alice, bob);
      await Promise.all([t.decodes(alice), t.decodes(bob)]);
      alice.hangUp();
      return [...alice.errors, ...bob.errors];
    });
    assert.deepEqual(errors, []);
  });

  test('candidates that overtake their description are kept and applied', async () => {
    const result = await page.evaluate(async () => {
      const [a, b] = t.channelPair();
      const stream = await t.media();
      const alice = await t.callOn(a, stream);
      const bob = await t.callOn(b, stream);
      for (const [end, other] of [[a, b], [b, a]]) {
        end.send = signal => {
          end.sent.push(signal);
          const copy = JSON.parse(JSON.stringify(signal));
          setTimeout(() => other.onsignal?.(copy), signal.type === 'description' ? 400 : 5);
        };
      }
      t.acceptOnOffer(b, bob);
      bob.accept();
      alice.start();
      await t.connected(alice, bob);
      const first = alice.pc.remoteDescription.sdp.includes('a=candidate') && bob.errors.concat(alice.errors);
      alice.hangUp();
      return first;
    });
    assert.deepEqual(result, []);
  });

  test('a failed route restarts ICE, with new credentials', async () => {
    const result = await page.evaluate(async () => {
      const { alice, bob } = await t.established();
      const old = t.fragment(alice);
      Object.defineProperty(alice.pc, 'connectionState', { get: () => 'failed', configurable: true });
      alice.pc.dispatchEvent(new Event('connectionstatechange'));
      delete alice.pc.connectionState;
      await t.until('new credentials', () => t.fragment(alice) !== old && alice.pc.signalingState === 'stable');
      await t.connected(alice, bob);
      await t.decodes(bob);
      alice.hangUp();
      return [...alice.errors, ...bob.errors];
    });
    assert.deepEqual(result, []);
  });

  test('hanging up is noticed at once, and the connection closed', async () => {
    const result = await page.evaluate(async () => {
      const { alice, bob } = await t.established();
      const pc = bob.pc;
      const reasons = [];
      alice.on('ended', ({ reason }) => reasons.push('alice ' + reason));
      bob.on('ended', ({ reason }) => reasons.push('bob ' + reason));
      alice.hangUp();
      await t.until('the end', () => bob.state === 'ended', 500);
      return { reasons, closed: pc.signalingState };
    });
    assert.deepEqual(result, { reasons: ['alice local', 'bob remote'], closed: 'closed' });
  });

  test('signaling lost and back: the call is interrupted, then goes on over the same connection', async () => {
    const result = await page.evaluate(async () => {
      const { a, b, alice, bob } = await t.established();
      const pc = alice.pc;
      b.onsignal({ type: 'lost' });
      const during = bob.state;
      a.onsignal({ type: 'resume' });
      await t.connected(alice, bob);
      await t.decodes(bob);
      const result = { during, same: alice.pc === pc, errors: [...alice.errors, ...bob.errors] };
      alice.hangUp();
      return result;
    });
    assert.deepEqual(result, { during: 'interrupted', same: true, errors: [] });
  });

  test('offers made while the other side was away are repeated when it returns', async () => {
    const result = await page.evaluate(async () => {
      const { a, b, alice, bob, stream } = await t.established();
      // Bob, who is impolite, renegotiates while alice is away; then alice comes back with an offer of her own.
      const send = b.send;
      b.send = () => true;
      b.onsignal({ type: 'lost' });
      bob.setTrack('audio', null);
      await t.until('an offer', () => bob.pc.signalingState === 'have-local-offer');
      b.send = send;
      a.onsignal({ type: 'resume' });
      await t.connected(alice, bob);
      await t.until('stable', () => alice.pc.signalingState === 'stable' && bob.pc.signalingState === 'stable');
      bob.setTrack('audio', stream.getAudioTracks()[0]);
      await t.decodes(bob);
      alice.hangUp();
      return [...alice.errors, ...bob.errors];
    });
    assert.deepEqual(result, []);
  });

  for (const who of ['polite', 'impolite'])
    test(`the ${who} side returns as a new page: the other side's call begins anew`, async () => {
      const result = await page.evaluate(async who => {
        const { a, b, alice, bob, stream } = await t.established();
        const [end, gone, stays, other] = who === 'polite' ? [a, alice, bob, b] : [b, bob, alice, a];
        const pc = stays.pc;
        end.onsignal = null;
        gone.pc.close();
        other.onsignal({ type: 'lost' });
        const again = await t.callOn(end, stream);
        again.start();
        await t.connected(stays, again);
        await Promise.all([t.decodes(stays), t.decodes(again)]);
        const result = { fresh: stays.pc !== pc, errors: [...stays.errors, ...again.errors] };
        again.hangUp();
        return result;
      }, who);
      assert.deepEqual(result, { fresh: true, errors: [] });
    });

  test('a new page in a collision with an offer of the old call still ends in one call', async () => {
    for (const who of ['polite', 'impolite']) {
      const errors = await page.evaluate(async who => {
        const { a, b, alice, bob, stream } = await t.established();
        const [end, gone, stays] = who === 'polite' ? [a, alice, bob] : [b, bob, alice];
        end.onsignal = null;
        gone.pc.close();
        const again = await t.callOn(end, stream);
        stays.pc.restartIce();
        again.start();
        await t.connected(stays, again);
        await Promise.all([t.decodes(stays), t.decodes(again)]);
        again.hangUp();
        return [...stays.errors, ...again.errors];
      }, who);
      assert.deepEqual(errors, [], who);
    }
  });

  test('an interruption that outlasts its grace ends the call', async () => {
    const result = await page.evaluate(async () => {
      const { b, alice, bob } = await t.established({ grace: 200 });
      let reason;
      bob.on('ended', detail => (reason = detail.reason));
      b.onsignal({ type: 'lost' });
      await new Promise(resolve => setTimeout(resolve, 400));
      const whileMediaFlows = bob.state;
      alice.pc.close();
      await t.until('the end', () => bob.state === 'ended');
      return { whileMediaFlows, reason };
    });
    assert.deepEqual(result, { whileMediaFlows: 'interrupted', reason: 'lost' });
  });
});
