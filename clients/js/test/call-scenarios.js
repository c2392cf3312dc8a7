// Runs in the browser: two Calls in one page, joined by channels made here.
import { Call } from '/client/call.js';

/** Two ends of a channel. Signals arrive in order, a little later, as copies; `pass` may hold some back. */
export function channelPair({ pass = () => true, delay = 5 } = {}) {
  const end = (peer, polite) => ({ peer, polite, onsignal: null, sent: [], close() {}, other: null });
  const a = end('bob', true);
  const b = end('alice', false);
  for (const [from, to] of [[a, b], [b, a]]) {
    from.deliver = signal => from.onsignal?.(signal);
    from.send = signal => {
      const copy = JSON.parse(JSON.stringify(signal));
      from.sent.push(copy);
      if (pass(copy, from)) setTimeout(() => to.deliver({ reason: 'remote', ...copy }), delay);
      return true;
    };
  }
  return [a, b];
}

export async function media(constraints = { audio: true, video: { width: 320, height: 240, frameRate: 15 } }) {
  return navigator.mediaDevices.getUserMedia(constraints);
}

export async function callOn(channel, stream, options) {
  const call = new Call(channel, options);
  for (const track of stream?.getTracks() ?? []) call.setTrack(track.kind, track);
  call.errors = [];
  call.states = [];
  call.on('error', error => call.errors.push(String(error)));
  call.on('state', state => call.states.push(state));
  return call;
}

/** Bob's side takes the call as soon as an offer comes. */
export function acceptOnOffer(channel, call) {
  const receive = channel.onsignal;
  channel.onsignal = signal => {
    receive(signal);
    if (signal.type === 'description') call.accept();
  };
}

export async function until(what, condition, timeout = 15_000) {
  const end = performance.now() + timeout;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`gave up waiting for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}

export const connected = (...calls) =>
  until('connected: ' + calls.map(call => call.states), () => calls.every(call => call.state === 'connected'));

export const decodes = async (call, more = 5) => {
  const before = (await call.route()).framesDecoded;
  await until('decoded frames', async () => (await call.route()).framesDecoded >= before + more);
};

export const mediaSections = call => call.pc.localDescription.sdp.match(/^m=/gm).length;
export const fragment = call => /a=ice-ufrag:(.*)/.exec(call.pc.localDescription.sdp)[1].trim();

/** An ordinary call of two, up and running. */
export async function established(options) {
  const [a, b] = channelPair();
  const stream = await media();
  const alice = await callOn(a, stream, options);
  const bob = await callOn(b, stream, options);
  acceptOnOffer(b, bob);
  alice.start();
  await connected(alice, bob);
  return { a, b, alice, bob, stream };
}
