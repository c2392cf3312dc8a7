import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./world.js').WorldClient} WorldClient
 */

/**
 * A call with one other user of the zone. Being in the zone is being in the call, so nothing is sent to hang up.
 *
 * @implements {Channel}
 */
export class WorldChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;

  /**
   * @param {WorldChannels} channels
   * @param {string} peer
   */
  constructor(channels, peer) {
    this.channels = channels;
    this.peer = peer;
    this.polite = isPolite(channels.client.user?.userId ?? '', peer);
  }

  /** @param {OutgoingSignal} signal */
  send(signal) {
    const { client } = this.channels;
    switch (signal.type) {
      case 'description': {
        const type = signal.description.type === 'offer' ? 'SDP_OFFER' : 'SDP_ANSWER';
        return client.signal(type, this.peer, { sdp: encode(signal.description.sdp ?? '') });
      }
      case 'candidate':
        return signal.candidate === null || client.signal('ICE_CANDIDATE', this.peer, { candidate: signal.candidate });
      case 'hang-up':
        return true;
    }
  }

  /** Asks the server for a relay; what it brings comes to the client as `turn`. */
  failed() {
    return this.channels.client.iceFailed(this.peer);
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
 * The calls of one `WorldClient`, one for each other user in the zone.
 *
 * @extends {Emitter<{incoming: WorldChannel}>} `incoming`: a user calls; make a `Call` of it at once
 */
export class WorldChannels extends Emitter {
  /** @type {Map<string, WorldChannel>} by user */
  #open = new Map();

  /** @param {WorldClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', ({ type, from, payload }) => {
      if (type === 'SDP_OFFER' && !this.#open.has(from)) this.emit('incoming', this.to(from));
      this.#open.get(from)?.deliver(read(type, payload));
    });
  }

  /** @param {string} peer */
  to(peer) {
    const channel = new WorldChannel(this, peer);
    this.#open.set(peer, channel);
    return channel;
  }

  /** @param {WorldChannel} channel */
  forget(channel) {
    if (this.#open.get(channel.peer) === channel) this.#open.delete(channel.peer);
  }
}

/**
 * @param {import('./world.js').SignalType} type
 * @param {Record<string, any>} payload
 * @returns {IncomingSignal}
 */
function read(type, { sdp, candidate }) {
  if (type === 'ICE_CANDIDATE') return { type: 'candidate', candidate };
  return { type: 'description', description: { type: type === 'SDP_OFFER' ? 'offer' : 'answer', sdp: decode(sdp) } };
}

/** @param {string} text UTF-8 in base64, as a session's name may have any letters */
function encode(text) {
  return btoa(Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join(''));
}

/** @param {string} base64 */
function decode(base64) {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
}
