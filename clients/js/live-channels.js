import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';
import { readCandidate } from './live-wire.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./live.js').LiveClient} LiveClient
 */

/**
 * The call of a `p2p` room. Being in the room is being in the call: who hangs up leaves it.
 *
 * @implements {Channel}
 */
export class LiveChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;

  /**
   * @param {LiveChannels} channels
   * @param {string} peer
   */
  constructor(channels, peer) {
    this.channels = channels;
    this.peer = peer;
    this.polite = isPolite(channels.client.userId, peer);
  }

  /** @param {OutgoingSignal} signal */
  send(signal) {
    const { client } = this.channels;
    switch (signal.type) {
      case 'description': {
        const { type, sdp = '' } = signal.description;
        return type === 'offer' ? client.offerTo(this.peer, sdp) : client.answer(this.peer, sdp);
      }
      case 'candidate':
        return client.candidate(this.peer, signal.candidate);
      case 'hang-up':
        client.disconnect();
        return true;
    }
  }

  /** @param {IncomingSignal} signal */
  deliver(signal) {
    this.onsignal?.(signal);
  }

  close() {
    this.channels.forget(this);
  }
}

/**
 * The calls of one `LiveClient` in a `p2p` room: one, with the other user.
 *
 * @extends {Emitter<{incoming: LiveChannel}>} `incoming`: the other one calls; make a `Call` of it at once
 */
export class LiveChannels extends Emitter {
  /** @type {Map<string, LiveChannel>} by user */
  #open = new Map();

  /** @param {LiveClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', signal => this.#signal(signal));
    client.on('publishers', publishers => this.#meet(publishers));
    client.on('joined', ({ again }) => again && this.#deliverAll({ type: 'resume' }));
    client.on('error', ({ code, request }) => {
      // 4003: was never here; 4024: has left.
      if (code === 4003 || code === 4024) this.#deliver(userOf(request?.to), { type: 'refused', reason: 'unavailable' });
    });
  }

  /** @param {string} peer the other user in the room */
  to(peer) {
    const channel = new LiveChannel(this, peer);
    this.#open.set(peer, channel);
    return channel;
  }

  /** @param {LiveChannel} channel */
  forget(channel) {
    if (this.#open.get(channel.peer) === channel) this.#open.delete(channel.peer);
  }

  /** @param {import('./live.js').LiveEvents['signal']} signal */
  #signal({ type, from, sdp }) {
    const { userId } = from;
    if (type === 'OFFER' && !this.#open.has(userId)) this.emit('incoming', this.to(userId));
    this.#deliver(userId, read(type, sdp));
  }

  /** @param {import('./live-wire.js').Publisher[]} publishers */
  #meet(publishers) {
    const here = new Set(publishers.map(({ userId }) => userId));
    for (const [peer, channel] of this.#open) if (!here.has(peer)) channel.deliver({ type: 'hang-up', reason: 'remote' });
  }

  /** @param {IncomingSignal} signal */
  #deliverAll(signal) {
    for (const channel of [...this.#open.values()]) channel.deliver(signal);
  }

  /**
   * @param {string} peer
   * @param {IncomingSignal} signal
   */
  #deliver(peer, signal) {
    this.#open.get(peer)?.deliver(signal);
  }
}

/**
 * @param {'OFFER' | 'ANSWER' | 'ICE'} type
 * @param {string} sdp
 * @returns {IncomingSignal}
 */
function read(type, sdp) {
  if (type === 'ICE') return { type: 'candidate', candidate: readCandidate(sdp) };
  return { type: 'description', description: { type: type === 'OFFER' ? 'offer' : 'answer', sdp } };
}

/** @param {any} to */
function userOf(to) {
  return typeof to === 'string' ? to : (to?.userId ?? '');
}
