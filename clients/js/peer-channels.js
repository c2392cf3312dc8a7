import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 */

/**
 * The call with one other user, in protocols where there is at most one with each.
 *
 * @implements {Channel}
 */
export class PeerChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;

  /**
   * @param {PeerChannels} channels
   * @param {string} peer
   */
  constructor(channels, peer) {
    this.channels = channels;
    this.peer = peer;
    this.polite = isPolite(channels.self, peer);
  }

  /** @param {OutgoingSignal} signal */
  send(signal) {
    return this.channels.send(this.peer, signal);
  }

  failed() {
    return this.channels.failed(this.peer);
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
 * The calls of one client, one for each other user. What is said of them, and how, is the protocol's: those who extend
 * this `send`, and `receive` what comes.
 *
 * @abstract
 * @extends {Emitter<{incoming: PeerChannel}>} `incoming`: somebody calls; make a `Call` of it at once
 */
export class PeerChannels extends Emitter {
  /** By user. @type {Map<string, PeerChannel>} */
  open = new Map();

  /** One's own id. @abstract @returns {string} */
  get self() {
    throw new Error('is the protocol\'s to say');
  }

  /** @abstract @param {string} _peer @param {OutgoingSignal} _signal @returns {boolean} */
  send(_peer, _signal) {
    throw new Error('is the protocol\'s to say');
  }

  /** @param {string} _peer @returns {boolean} whether ICE servers will come that help */
  failed(_peer) {
    return false;
  }

  /** @param {string} peer */
  to(peer) {
    const channel = new PeerChannel(this, peer);
    this.open.set(peer, channel);
    return channel;
  }

  /** @param {PeerChannel} channel */
  forget(channel) {
    if (this.open.get(channel.peer) === channel) this.open.delete(channel.peer);
  }

  /**
   * @param {string} peer who said it
   * @param {IncomingSignal} signal
   */
  receive(peer, signal) {
    const isOffer = signal.type === 'description' && signal.description.type === 'offer';
    if (isOffer && !this.open.has(peer)) this.emit('incoming', this.to(peer));
    this.deliver(peer, signal);
  }

  /** To the call with that user, if there is one. @param {string} peer @param {IncomingSignal} signal */
  deliver(peer, signal) {
    this.open.get(peer)?.deliver(signal);
  }
}
