import { PeerChannels } from './peer-channels.js';

/**
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./chatroom.js').ChatRoomClient} ChatRoomClient
 */

/**
 * The calls of one `ChatRoomClient`, one for each other account: a mesh. An account takes part with one page at a
 * time, for a directed signal reaches all the connections of its receiver.
 *
 * They are made of signals directed `to` the other account: `offer`, `answer`, `ice-candidate`, `ice-complete` and
 * `hang-up` (with `data.reason` `declined` when the call was not taken).
 */
export class ChatRoomChannels extends PeerChannels {
  /** @param {ChatRoomClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', ({ type, data, sender }) => {
      const signal = sender === client.userId ? null : read(type, data);
      if (signal) this.receive(sender, signal);
    });
    client.on('left', ({ accountId }) => this.deliver(accountId, { type: 'lost' }));
    client.on('error', ({ code, to }) => {
      if (code === 'peer_unavailable' && to) this.deliver(to, { type: 'refused', reason: 'unavailable' });
    });
    client.on('welcome', ({ again }) => again && this.#resume());
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
        const type = signal.description.type === 'offer' ? 'offer' : 'answer';
        return client.signal(type, { [type]: signal.description }, peer);
      }
      case 'candidate':
        return signal.candidate
          ? client.signal('ice-candidate', { candidate: signal.candidate }, peer)
          : client.signal('ice-complete', {}, peer);
      case 'hang-up':
        return client.signal('hang-up', signal.reason === 'declined' ? { reason: 'declined' } : {}, peer);
    }
  }

  #resume() {
    for (const [peer, channel] of this.open)
      channel.deliver({ type: this.client.participants.has(peer) ? 'resume' : 'lost' });
  }
}

/**
 * @param {string} type
 * @param {any} data
 * @returns {IncomingSignal | null} null for what is no part of a call
 */
function read(type, data) {
  switch (type) {
    case 'offer':
    case 'answer': {
      const value = data[type]; // an object, or the bare SDP
      return { type: 'description', description: typeof value === 'string' ? { type, sdp: value } : { ...value, type } };
    }
    case 'ice-candidate':
      return { type: 'candidate', candidate: data.candidate ?? null };
    case 'ice-complete':
      return { type: 'candidate', candidate: null };
    case 'hang-up':
      return data.reason === 'declined'
        ? { type: 'refused', reason: 'declined' }
        : { type: 'hang-up', reason: 'remote' };
    default:
      return null;
  }
}
