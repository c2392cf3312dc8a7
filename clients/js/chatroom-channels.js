import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./chatroom.js').ChatRoomClient} ChatRoomClient
 */

/**
 * A call with one other account of the room, by signals directed `to` it: `offer`, `answer`, `ice-candidate`,
 * `ice-complete` and `hang-up` (with `data.reason` `declined` when the call was not taken).
 *
 * @implements {Channel}
 */
export class ChatRoomChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;

  /**
   * @param {ChatRoomChannels} channels
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
        const type = signal.description.type === 'offer' ? 'offer' : 'answer';
        return client.signal(type, { [type]: signal.description }, this.peer);
      }
      case 'candidate':
        return signal.candidate
          ? client.signal('ice-candidate', { candidate: signal.candidate }, this.peer)
          : client.signal('ice-complete', {}, this.peer);
      case 'hang-up':
        return client.signal('hang-up', signal.reason === 'declined' ? { reason: 'declined' } : {}, this.peer);
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
 * The calls of one `ChatRoomClient`, one for each other account: a mesh. An account takes part with one page at a
 * time, for a directed signal reaches all the connections of its receiver.
 *
 * @extends {Emitter<{incoming: ChatRoomChannel}>} `incoming`: an account calls; make a `Call` of it at once
 */
export class ChatRoomChannels extends Emitter {
  /** @type {Map<string, ChatRoomChannel>} by account */
  #open = new Map();

  /** @param {ChatRoomClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', signal => this.#signal(signal));
    client.on('left', ({ accountId }) => this.#deliver(accountId, { type: 'lost' }));
    client.on('error', ({ code, to }) => {
      if (code === 'peer_unavailable' && to) this.#deliver(to, { type: 'refused', reason: 'unavailable' });
    });
    client.on('welcome', ({ again }) => again && this.#resume());
  }

  /**
   * @param {string} peer the account to call
   * @returns {ChatRoomChannel}
   */
  to(peer) {
    const channel = new ChatRoomChannel(this, peer);
    this.#open.set(peer, channel);
    return channel;
  }

  /** @param {ChatRoomChannel} channel */
  forget(channel) {
    if (this.#open.get(channel.peer) === channel) this.#open.delete(channel.peer);
  }

  /** @param {import('./chatroom.js').RoomSignal} signal */
  #signal({ type, data, sender }) {
    const signal = sender === this.client.userId ? null : read(type, data);
    if (!signal) return;
    if (type === 'offer' && !this.#open.has(sender)) this.emit('incoming', this.to(sender));
    this.#deliver(sender, signal);
  }

  #resume() {
    for (const [peer, channel] of this.#open)
      channel.deliver({ type: this.client.participants.has(peer) ? 'resume' : 'lost' });
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
 * @param {string} type
 * @param {any} data
 * @returns {IncomingSignal | null} null for what is no part of a call
 */
function read(type, data) {
  switch (type) {
    case 'offer':
    case 'answer': {
      const value = data[type]; // an object, or the bare SDP
      return { type: 'description', description: typeof value === 'string' ? { type, sdp: value } : value };
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
