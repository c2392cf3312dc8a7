import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';
import { newId } from './id.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./direct.js').DirectClient} DirectClient
 */

/** How long an `offline` may wait for the `connection_lost` that would explain it, in milliseconds. */
const offlineGrace = 500;

/**
 * A call over `direct`: every signal of it carries the same `connection_id`, renegotiations included.
 *
 * The protocol has no message to hang up with, so a `status_change` addressed to the other user stands for it, with
 * the call's `connection_id` in its payload: `available` hangs up, `busy` declines. A reader takes one without a
 * `connection_id` as meant for all calls with its sender.
 *
 * @implements {Channel}
 */
export class DirectChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;
  /** Whether our first offer still waits for an answer. */
  pending = false;
  /** Whether the server reported the other side's connection lost, and nothing was heard from it since. */
  lost = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} runs out into a hang-up, unless anything comes before */
  leaving;

  /**
   * @param {DirectChannels} channels
   * @param {string} peer
   * @param {string} connectionId
   */
  constructor(channels, peer, connectionId) {
    this.channels = channels;
    this.peer = peer;
    this.connectionId = connectionId;
    this.polite = isPolite(channels.client.userId, peer);
  }

  /** @param {OutgoingSignal} signal */
  send(signal) {
    const { client } = this.channels;
    const negotiation = { connection_id: this.connectionId };
    switch (signal.type) {
      case 'description': {
        const type = signal.description.type === 'offer' ? 'offer' : 'answer';
        return client.signal(type, this.peer, { ...negotiation, sdp: signal.description.sdp });
      }
      case 'candidate':
        return signal.candidate
          ? client.signal('ice_candidate', this.peer, { ...negotiation, candidate: signal.candidate })
          : client.signal('ice_complete', this.peer, negotiation);
      case 'hang-up':
        return client.setStatus(signal.reason === 'declined' ? 'busy' : 'available', this.peer, this.connectionId);
    }
  }

  /** @param {IncomingSignal} signal */
  deliver(signal) {
    clearTimeout(this.leaving);
    if (signal.type === 'lost') this.lost = true;
    if (signal.type === 'description' || signal.type === 'candidate') this.lost = false;
    this.onsignal?.(signal);
  }

  close() {
    clearTimeout(this.leaving);
    this.channels.forget(this);
  }
}

/**
 * The calls of one `DirectClient`.
 *
 * @extends {Emitter<{incoming: DirectChannel}>} `incoming`: somebody calls; make a `Call` of it at once
 */
export class DirectChannels extends Emitter {
  /** @type {Map<string, DirectChannel>} by connection_id */
  #open = new Map();

  /** @param {DirectClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', signal => this.#signal(signal));
    client.on('status', status => this.#status(status));
    client.on('error', error => this.#error(error));
    client.on('registered', ({ again }) => again && this.#resume());
  }

  /**
   * @param {string} peer the user to call
   * @returns {DirectChannel}
   */
  to(peer) {
    const channel = this.#add(peer, newId());
    channel.pending = true;
    return channel;
  }

  /** @param {DirectChannel} channel */
  forget(channel) {
    if (this.#open.get(channel.connectionId) === channel) this.#open.delete(channel.connectionId);
  }

  /**
   * @param {string} peer
   * @param {string} connectionId
   */
  #add(peer, connectionId) {
    const channel = new DirectChannel(this, peer, connectionId);
    this.#open.set(connectionId, channel);
    return channel;
  }

  /** @param {import('./direct.js').Signal} signal */
  #signal({ type, sender, payload }) {
    const id = payload.connection_id ?? '';
    const known = this.#open.get(id);
    const channel = known?.peer === sender ? known : type === 'offer' ? this.#offered(sender, id) : undefined;
    if (!channel) return;
    if (type === 'answer') channel.pending = false;
    channel.deliver(read(type, payload));
  }

  /**
   * An offer of a negotiation not known yet: a new call, or two users calling each other at the same moment. Of the
   * two `connection_id`s the impolite side's then stands; the polite side takes it over.
   *
   * @param {string} peer
   * @param {string} connectionId
   */
  #offered(peer, connectionId) {
    const own = this.#with(peer).find(channel => channel.pending);
    if (own) return own.polite ? this.#rename(own, connectionId) : undefined;
    const channel = this.#add(peer, connectionId);
    this.emit('incoming', channel);
    return channel;
  }

  /**
   * @param {DirectChannel} channel
   * @param {string} connectionId
   */
  #rename(channel, connectionId) {
    this.#open.delete(channel.connectionId);
    channel.connectionId = connectionId;
    channel.pending = false;
    this.#open.set(connectionId, channel);
    return channel;
  }

  /** @param {import('./direct.js').Status} status */
  #status({ userId, status, connectionId, toMe }) {
    if (status === 'answered_elsewhere')
      return this.#open.get(connectionId ?? '')?.deliver({ type: 'hang-up', reason: 'answered-elsewhere' });
    if (status === 'offline') return this.#offline(userId, connectionId);
    if (!toMe || status === 'away') return;
    for (const channel of this.#with(userId, connectionId))
      channel.deliver(
        status === 'busy' ? { type: 'refused', reason: 'declined' } : { type: 'hang-up', reason: 'remote' },
      );
  }

  /**
   * A user who leaves on purpose goes `offline` without a `connection_lost`, which may come a moment later.
   *
   * @param {string} userId
   * @param {string} [connectionId] when one device of several left
   */
  #offline(userId, connectionId) {
    for (const channel of this.#with(userId, connectionId).filter(channel => !channel.lost)) {
      clearTimeout(channel.leaving);
      channel.leaving = setTimeout(() => channel.deliver({ type: 'hang-up', reason: 'remote' }), offlineGrace);
    }
  }

  /** @param {{code: string, details: Record<string, any>}} error */
  #error({ code, details }) {
    const peer = details.receiver ?? details.user_id ?? details.peer;
    for (const channel of this.#with(peer, details.connection_id)) {
      if (code === 'connection_lost') channel.deliver({ type: 'lost' });
      if (code === 'peer_unavailable') channel.deliver({ type: 'refused', reason: 'unavailable' });
      if (code === 'signal_timeout') channel.deliver({ type: 'refused', reason: 'no-answer' });
    }
  }

  #resume() {
    for (const channel of this.#open.values()) channel.deliver({ type: 'resume' });
  }

  /**
   * @param {string} [peer]
   * @param {string} [connectionId] when given, it alone decides
   */
  #with(peer, connectionId) {
    const all = [...this.#open.values()];
    return all.filter(channel => (connectionId ? channel.connectionId === connectionId : channel.peer === peer));
  }
}

/**
 * @param {import('./direct.js').SignalType} type
 * @param {import('./direct.js').Signal['payload']} payload
 * @returns {IncomingSignal}
 */
function read(type, payload) {
  if (type === 'offer' || type === 'answer')
    return { type: 'description', description: { type, sdp: payload.sdp ?? '' } };
  if (type === 'ice_complete') return { type: 'candidate', candidate: null };
  // Candidates are opaque to the protocol: an object of its own, or the fields of one beside connection_id.
  const candidate = typeof payload.candidate === 'string' ? payload : payload.candidate;
  return { type: 'candidate', candidate: candidate ?? null };
}
