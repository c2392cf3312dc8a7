import { readCandidate } from './live-wire.js';
import { PeerChannels } from './peer-channels.js';

/**
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./live.js').LiveClient} LiveClient
 */

/**
 * The calls of one `LiveClient` in a `p2p` room: one, with the other user. Being in the room is being in the call: who
 * hangs up leaves it.
 */
export class LiveChannels extends PeerChannels {
  /** @param {LiveClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', ({ type, from, sdp }) => this.receive(from.userId, read(type, sdp)));
    client.on('publishers', publishers => this.#meet(publishers));
    client.on('joined', ({ again }) => again && this.#resume());
    client.on('error', ({ code, request }) => {
      // 4003: was never here; 4024: has left.
      if (code === 4003 || code === 4024) this.deliver(userOf(request?.to), { type: 'refused', reason: 'unavailable' });
    });
  }

  /** @override */
  get self() {
    return this.client.userId;
  }

  /** @override @param {string} peer @param {OutgoingSignal} signal */
  send(peer, signal) {
    const { client } = this;
    switch (signal.type) {
      case 'description': {
        const { type, sdp = '' } = signal.description;
        return type === 'offer' ? client.offerTo(peer, sdp) : client.answer(peer, sdp);
      }
      case 'candidate':
        return client.candidate(peer, signal.candidate);
      case 'hang-up':
        client.disconnect();
        return true;
    }
  }

  /** @param {import('./live-wire.js').Publisher[]} publishers */
  #meet(publishers) {
    const here = new Set(publishers.map(({ userId }) => userId));
    for (const [peer, channel] of this.open) if (!here.has(peer)) channel.deliver({ type: 'hang-up', reason: 'remote' });
  }

  #resume() {
    for (const channel of [...this.open.values()]) channel.deliver({ type: 'resume' });
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
