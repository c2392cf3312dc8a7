import { Call } from '/client/call.js';
import { Emitter } from '/client/emitter.js';
import { kinds } from '/client/tracks.js';

/**
 * @typedef {import('/client/channel.js').Channel} Channel
 * @typedef {import('./protocols.js').Session} Session
 * @typedef {import('./media.js').LocalMedia} LocalMedia
 *
 * @typedef {import('./tiles.js').Link} Link a call, or a stream that does the same for the page
 *
 * @typedef {object} CallsEvents
 * @property {undefined} change a call came, went or changed its state
 * @property {Link} added
 * @property {Link} removed
 * @property {{before: Link, after: Link}} replaced the same person comes another way now
 * @property {{peer: string, reason: string, rang: boolean}} ended one that the user knew of; `rang`: not taken
 */

/** How long a call waits for the user's answer to the browser's question about the camera, in milliseconds. */
const mediaPatience = 5000;

/** How soon a room's lost call is tried again, in milliseconds. */
const recallDelay = 3000;

/**
 * The calls of one session: one at a time, or in a room one with each of the others.
 *
 * @extends {Emitter<CallsEvents>}
 */
export class Calls extends Emitter {
  /** Calls under way. @type {Map<string, Call>} by peer */
  active = new Map();
  /** Calls that wait for accept or decline. @type {Map<string, Call>} by peer */
  ringing = new Map();
  /** Whether the user takes part in the room's call, so that whoever calls is let in. */
  joined = false;
  /** Whose call in the room was lost against everybody's will. @type {Set<string>} */
  #lost = new Set();
  /** @type {() => void} */
  #stopListening;

  /**
   * @param {Session} session
   * @param {LocalMedia} media
   * @param {boolean} isRoom
   */
  constructor(session, media, isRoom) {
    super();
    this.session = session;
    this.media = media;
    this.isRoom = isRoom;
    session.channels.on('incoming', channel => this.#incoming(channel));
    this.#stopListening = media.on('track', ({ kind, track }) => {
      for (const call of this.active.values()) call.setTrack(kind, track);
    });
  }

  /** Whether at least one call has been answered and stands. */
  get inCall() {
    return [...this.active.values()].some(({ state }) => state === 'connected' || state === 'interrupted');
  }

  /**
   * Calls them all, and takes those who are calling already.
   *
   * @param {string[]} peers
   */
  call(peers) {
    this.joined = this.isRoom;
    this.#takeRinging();
    for (const peer of peers)
      if (!this.active.has(peer)) void this.#run(this.#make(this.session.channels.to(peer)), call => call.start());
    this.emit('change', undefined);
  }

  /** Takes those who ring; in a room that means to join its call. */
  accept() {
    this.call(this.isRoom ? this.session.callees('') : []);
  }

  /** Calls those in the room again whose call was lost, now that they can be reached. */
  recall() {
    const back = this.session.callees('').filter(peer => this.#lost.delete(peer));
    if (this.joined && back.length) this.call(back);
  }

  decline() {
    for (const call of [...this.ringing.values()]) call.decline();
  }

  hangUp() {
    this.joined = false;
    this.#lost.clear();
    for (const call of [...this.active.values()]) call.hangUp();
    this.decline();
    this.emit('change', undefined);
  }

  close() {
    this.hangUp();
    this.#stopListening();
  }

  #takeRinging() {
    const waiting = [...this.ringing.values()];
    this.ringing.clear();
    for (const call of waiting) void this.#run(call, () => call.accept());
  }

  /** @param {Channel} channel */
  #incoming(channel) {
    const old = this.active.get(channel.peer);
    if (!this.isRoom && this.active.size > 0 && !old) return this.#busy(channel);
    const call = this.#make(channel);
    if (old || this.joined) {
      // Somebody we are in a call with calls anew: their page was reloaded, or they hung up unheard.
      if (old) this.#forget(old).hangUp();
      void this.#run(call, () => call.accept());
      return;
    }
    this.ringing.set(call.peer, call);
    this.emit('change', undefined);
  }

  /** @param {Channel} channel */
  #busy(channel) {
    channel.send({ type: 'hang-up', reason: 'declined' });
    channel.close();
  }

  /** @param {Channel} channel */
  #make(channel) {
    const call = new Call(channel);
    call.on('state', () => this.emit('change', undefined));
    call.on('error', error => console.error('call with', call.peer, error));
    call.on('ended', ({ reason }) => this.#ended(call, reason));
    return call;
  }

  /**
   * @param {Call} call
   * @param {string} reason
   */
  #ended(call, reason) {
    const rang = this.ringing.get(call.peer) === call;
    const known = rang || this.active.get(call.peer) === call;
    this.#forget(call);
    if (this.joined && reason === 'lost') {
      this.#lost.add(call.peer);
      setTimeout(() => this.recall(), recallDelay);
    }
    if (known) this.emit('ended', { peer: call.peer, reason, rang });
    this.emit('change', undefined);
  }

  /**
   * @param {Call} call
   * @param {(call: Call) => void} begin
   */
  async #run(call, begin) {
    this.active.set(call.peer, call);
    this.emit('added', call);
    this.media.start();
    await this.media.settled(mediaPatience);
    for (const kind of kinds) call.setTrack(kind, this.media.track(kind));
    call.configuration = { iceServers: await this.session.iceServers() };
    begin(call);
  }

  /**
   * @param {Call} call
   * @returns {Call} the same
   */
  #forget(call) {
    if (this.ringing.get(call.peer) === call) this.ringing.delete(call.peer);
    if (this.active.get(call.peer) === call) {
      this.active.delete(call.peer);
      this.emit('removed', call);
    }
    return call;
  }
}
