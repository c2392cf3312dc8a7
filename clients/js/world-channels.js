import { PeerChannels } from './peer-channels.js';

/**
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./world.js').WorldClient} WorldClient
 */

/**
 * The calls of one `WorldClient`, one for each other user in the zone. Being in the zone is being in the call, so
 * nothing is sent to hang up.
 */
export class WorldChannels extends PeerChannels {
  /** @param {WorldClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', ({ type, from, payload }) => this.receive(from, read(type, payload)));
  }

  /** @override */
  get self() {
    return this.client.user?.userId ?? '';
  }

  /** @override @param {string} peer @param {OutgoingSignal} signal */
  send(peer, signal) {
    const { client } = this;
    switch (signal.type) {
      case 'description': {
        const type = signal.description.type === 'offer' ? 'SDP_OFFER' : 'SDP_ANSWER';
        return client.signal(type, peer, { sdp: encode(signal.description.sdp ?? '') });
      }
      case 'candidate':
        return signal.candidate === null || client.signal('ICE_CANDIDATE', peer, { candidate: signal.candidate });
      case 'hang-up':
        return true;
    }
  }

  /**
   * Asks the server for a relay; what it brings comes to the client as `turn`.
   *
   * @override
   * @param {string} peer
   */
  failed(peer) {
    return this.client.iceFailed(peer);
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
