import { isPolite } from './channel.js';
import { Emitter } from './emitter.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').EndReason} EndReason
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 * @typedef {import('./guestcall.js').CallType} CallType
 * @typedef {import('./guestcall.js').GuestCallClient} GuestCallClient
 */

/**
 * The call with one's match. Nobody names a receiver: the server knows it.
 *
 * @implements {Channel}
 */
export class GuestCallChannel {
  /** @type {((signal: IncomingSignal) => void) | null} */
  onsignal = null;

  /**
   * @param {GuestCallChannels} channels
   * @param {string} peer
   * @param {CallType} type
   */
  constructor(channels, peer, type) {
    this.channels = channels;
    this.peer = peer;
    /** What the caller called it: what each side sends is up to itself. */
    this.type = type;
    this.polite = isPolite(channels.client.userId, peer);
  }

  /** @param {OutgoingSignal} signal */
  send(signal) {
    const { client } = this.channels;
    switch (signal.type) {
      case 'description':
        return signal.description.type === 'offer'
          ? client.signal('offer', { offer: signal.description, type: this.type })
          : client.signal('answer', { answer: signal.description });
      case 'candidate':
        return client.signal('ice-candidate', { candidate: signal.candidate });
      case 'hang-up':
        return client.signal(farewell(signal.reason), {});
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
 * The calls of one `GuestCallClient`: one at a time, as there is one match at a time.
 *
 * @extends {Emitter<{incoming: GuestCallChannel}>} `incoming`: the match calls; make a `Call` of it at once
 */
export class GuestCallChannels extends Emitter {
  /** What the next call that `to` begins is. @type {CallType} */
  type = 'video';
  /** @type {GuestCallChannel | null} */
  #open = null;

  /** @param {GuestCallClient} client */
  constructor(client) {
    super();
    this.client = client;
    client.on('signal', ({ type, data }) => this.#signal(type, data));
    client.on('matched', ({ resumed, call }) => resumed && this.#resume(call.state));
    client.on('unmatched', ({ reason }) => this.#deliver({ type: 'hang-up', reason: endReasons[reason] }));
    client.on('error', ({ about, message }) => {
      if (about === 'call' && message === 'Connected user is not available')
        this.#deliver({ type: 'refused', reason: 'unavailable' });
    });
  }

  /**
   * @param {string} peer the match
   * @returns {GuestCallChannel}
   */
  to(peer) {
    return (this.#open = new GuestCallChannel(this, peer, this.type));
  }

  /** @param {GuestCallChannel} channel */
  forget(channel) {
    if (this.#open === channel) this.#open = null;
  }

  /**
   * @param {import('./guestcall.js').CallSignal} type
   * @param {any} data
   */
  #signal(type, data) {
    if (type === 'offer' && !this.#open) {
      this.#open = new GuestCallChannel(this, data.from, data.type);
      this.emit('incoming', this.#open);
    }
    this.#deliver(read(type, data));
  }

  /**
   * The server has taken us for a new page, and says where the call is.
   *
   * @param {import('./guestcall.js').Match['call']['state']} state
   */
  #resume(state) {
    const goesOn = state === 'ringing' || state === 'connected';
    this.#deliver(goesOn ? { type: 'resume' } : { type: 'hang-up', reason: 'lost' });
  }

  /** @param {IncomingSignal} signal */
  #deliver(signal) {
    this.#open?.deliver(signal);
  }
}

/** @type {Record<import('./guestcall.js').UnmatchReason, EndReason>} */
const endReasons = { own: 'local', left: 'remote', gone: 'lost', lost: 'lost' };

/** @param {'declined' | 'no-answer'} [reason] */
function farewell(reason) {
  return reason === 'declined' ? 'call-reject' : reason === 'no-answer' ? 'call-timeout' : 'call-end';
}

/**
 * @param {import('./guestcall.js').CallSignal} type
 * @param {any} data
 * @returns {IncomingSignal}
 */
function read(type, data) {
  switch (type) {
    case 'offer':
    case 'answer':
      return { type: 'description', description: data[type] };
    case 'ice-candidate':
      return { type: 'candidate', candidate: data.candidate };
    case 'call-end':
      return { type: 'hang-up', reason: 'remote' };
    case 'call-reject':
      return { type: 'hang-up', reason: 'declined' };
    case 'call-timeout':
      return { type: 'hang-up', reason: 'no-answer' };
  }
}
