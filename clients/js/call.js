import { Emitter } from './emitter.js';
import { Negotiation, isFromAnotherPeer, isOtherThan } from './negotiation.js';
import { RouteMeter } from './route.js';
import { kinds, placeTrack, receivedKinds, stopLeftovers } from './tracks.js';

/**
 * @typedef {import('./channel.js').Channel} Channel
 * @typedef {import('./channel.js').IncomingSignal} IncomingSignal
 * @typedef {import('./channel.js').EndReason} EndReason
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {'new' | 'calling' | 'connecting' | 'connected' | 'interrupted' | 'ended'} CallState
 *   `new`: neither started nor accepted; `calling`: offered, not answered; `interrupted`: media or the other side's
 *   signaling is gone and may come back
 *
 * @typedef {object} CallOptions
 * @property {RTCConfiguration} [configuration] of the RTCPeerConnection: ICE servers and the like; `call.configuration`
 *   may be changed until `start` or `accept`
 * @property {number} [answerTimeout] how long an offer waits for an answer, in ms (45,000)
 * @property {number} [grace] how long an interrupted call waits for its return, in ms (30,000)
 * @property {(configuration?: RTCConfiguration) => RTCPeerConnection} [createPeerConnection]
 *
 * @typedef {object} CallEvents
 * @property {CallState} state
 * @property {MediaStream} stream the other side's media; a new one when it came back as a new page
 * @property {Record<Kind, boolean>} receiving what the other side sends, whenever that may have changed
 * @property {{reason: EndReason}} ended
 * @property {unknown} error a negotiation step failed; the call goes on if it can
 */

const maxHeld = 200;

/**
 * One call with one other side, over any signaling channel. It must be made as soon as the channel exists, so that no
 * signal is missed; then `start` offers, or `accept` answers.
 *
 * It restarts ICE when a route fails, goes on when either side's signaling reconnects, and begins anew when the other
 * side returns as another page. It ends by `hangUp`, by the other side's, or when an interruption outlasts `grace`.
 *
 * @extends {Emitter<CallEvents>}
 */
export class Call extends Emitter {
  /** @type {CallState} */
  #state = 'new';
  /** @type {Negotiation | null} */
  #negotiation = null;
  /** @type {RouteMeter | null} */
  #meter = null;
  #answered = false;
  #peerLost = false;
  /** @type {IncomingSignal[]} signals that came before `accept` */
  #held = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #answerTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} runs from an interruption to the next `connected` */
  #graceTimer;
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #tracks = { audio: null, video: null };
  #localStream = new MediaStream();

  /**
   * @param {Channel} channel
   * @param {CallOptions} [options]
   */
  constructor(channel, options = {}) {
    super();
    this.channel = channel;
    this.configuration = options.configuration;
    this.options = {
      answerTimeout: 45_000,
      grace: 30_000,
      createPeerConnection: (/** @type {RTCConfiguration | undefined} */ settings) => new RTCPeerConnection(settings),
      ...options,
    };
    /** @type {MediaStream} */
    this.remoteStream = new MediaStream();
    channel.onsignal = signal => void this.#receive(signal);
  }

  /** The other side's user or account id. */
  get peer() {
    return this.channel.peer;
  }

  get state() {
    return this.#state;
  }

  /** The RTCPeerConnection in use; another one after the other side came back as a new page. */
  get pc() {
    return this.#negotiation?.pc ?? null;
  }

  /** What the other side sends, as last negotiated. @returns {Record<Kind, boolean>} */
  get receiving() {
    return this.pc ? receivedKinds(this.pc) : { audio: false, video: false };
  }

  /** Calls the other side, or takes its call if that was quicker. Tracks set before go along. */
  start() {
    if (this.#state !== 'new') return;
    if (this.#held.some(({ type }) => type === 'description')) return this.accept();
    this.#answerTimer = setTimeout(() => this.#end('no-answer', true), this.options.answerTimeout);
    this.#connect();
    this.#placeTracks(true);
    this.#update();
  }

  /** Takes the other side's call. Tracks set before go with the answer. */
  accept() {
    if (this.#state !== 'new') return;
    this.#answered = true;
    this.#connect();
    this.#update();
    for (const signal of this.#held.splice(0)) void this.#receive(signal);
  }

  /** Does not take the other side's call. */
  decline() {
    if (this.#state !== 'new') return;
    this.channel.send({ type: 'hang-up', reason: 'declined' });
    this.#end('local');
  }

  hangUp() {
    this.#end('local', true);
  }

  /**
   * Sends a track from now on, instead of the one of its kind so far; `null` sends none. At any time, also in a call.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    const old = this.#tracks[kind];
    if (old) this.#localStream.removeTrack(old);
    if (track) this.#localStream.addTrack(track);
    this.#tracks[kind] = track;
    if (this.#answered || this.#state === 'calling') this.#placeTrack(kind);
  }

  /**
   * Takes other ICE servers from now on.
   *
   * @param {RTCIceServer[]} iceServers
   * @param {{restart: boolean}} how whether to look for a new route at once, by an ICE restart
   */
  useServers(iceServers, { restart }) {
    this.configuration = { ...this.configuration, iceServers };
    this.pc?.setConfiguration({ ...this.pc.getConfiguration(), iceServers });
    if (restart) this.pc?.restartIce();
  }

  /** @returns {Promise<import('./route.js').Route | null>} how the media travels now; null without a connection */
  async route() {
    return this.#meter ? this.#meter.read() : null;
  }

  #connect() {
    this.#negotiation?.close();
    const pc = this.options.createPeerConnection(this.configuration);
    this.#negotiation = new Negotiation(pc, {
      polite: this.channel.polite,
      send: signal => void this.channel.send(signal),
      prepare: () => (this.#placeTracks(false), stopLeftovers(pc)),
      onerror: error => this.emit('error', error),
      onfailed: () => this.channel.failed?.() ?? false,
    });
    this.#meter = new RouteMeter(pc);
    const stream = (this.remoteStream = new MediaStream());
    pc.ontrack = ({ track }) => {
      stream.addTrack(track);
      this.emit('stream', stream);
    };
    pc.onsignalingstatechange = () => pc.signalingState === 'stable' && this.emit('receiving', receivedKinds(pc));
    pc.onconnectionstatechange = () => this.#update();
  }

  /** @param {IncomingSignal} signal */
  async #receive(signal) {
    switch (signal.type) {
      case 'hang-up':
        return this.#end(signal.reason);
      case 'refused':
        return this.#answered ? this.#lost() : this.#end(signal.reason, signal.reason === 'no-answer');
      case 'lost':
        return this.#answered ? this.#lost() : this.#end('lost');
      case 'resume':
        return this.#state === 'new' ? undefined : this.#negotiation?.resume();
      case 'candidate':
        return this.#negotiation ? this.#negotiation.addCandidate(signal.candidate) : this.#hold(signal);
      case 'description':
        return this.#negotiation ? this.#describe(signal.description, this.#negotiation) : this.#hold(signal);
    }
  }

  /**
   * @param {RTCSessionDescriptionInit} description
   * @param {Negotiation} negotiation
   */
  #describe(description, negotiation) {
    const { pc, awaitsAnswer } = negotiation;
    const isAnswer = description.type === 'answer';
    const isStray = isAnswer && !awaitsAnswer;
    // A stray answer from a new page, to one who has just answered its old one: the two have crossed, so begin anew.
    // After an answer of theirs it is only a late second one.
    const isAnother = isFromAnotherPeer(pc, description) && (!isStray || pc.remoteDescription?.type === 'offer');
    if (isStray && !isAnother) return;
    // Both called at once, and we give way. Nothing has come of our offer yet, so that a new connection takes its place:
    // Chromium never gathers candidates for one that is rolled back before it has any.
    const givesWay = !isAnswer && this.channel.polite && negotiation.offers && !pc.remoteDescription;
    this.#peerLost = false;
    this.#answered = true;
    if (isAnother || givesWay) {
      this.#connect();
      // They may have overtaken the offer.
      for (const candidate of negotiation.early) void this.#negotiation?.addCandidate(candidate);
    }
    if (isAnother && isAnswer) this.#placeTracks(true); // which makes the browser ask for an offer
    else void this.#negotiation?.receive(description);
    this.#update();
  }

  /** @param {IncomingSignal} signal */
  #hold(signal) {
    // Their page was reloaded while it rang here: what the old one offered is not to be answered any more.
    if (signal.type === 'description' && this.#held.some(held => isOfAnother(held, signal.description))) this.#held = [];
    if (this.#held.length < maxHeld) this.#held.push(signal);
  }

  #lost() {
    this.#peerLost = true;
    this.#negotiation?.suspend();
    this.#update();
  }

  /** @param {boolean} offering an answer has room only for what the offer brought, and for tracks of ours */
  #placeTracks(offering) {
    for (const kind of kinds) if (offering || this.#tracks[kind]) this.#placeTrack(kind);
  }

  /** @param {Kind} kind */
  #placeTrack(kind) {
    if (!this.pc) return;
    placeTrack(this.pc, kind, this.#tracks[kind], this.#localStream).catch(error => this.emit('error', error));
  }

  #update() {
    if (this.#state === 'ended' || !this.pc) return;
    const state = this.#judge(this.pc.connectionState);
    if (this.#answered) clearTimeout(this.#answerTimer);
    if (state === 'connected') this.#stopGrace();
    if (state === 'interrupted') this.#graceTimer ??= setTimeout(() => this.#graceOver(), this.options.grace);
    this.#become(state);
  }

  /**
   * @param {RTCPeerConnectionState} media
   * @returns {CallState}
   */
  #judge(media) {
    if (!this.#answered) return 'calling';
    if (this.#peerLost || media === 'disconnected' || media === 'failed') return 'interrupted';
    return media === 'connected' ? 'connected' : 'connecting';
  }

  /** Media that still flows is a call, whatever became of the signaling. */
  #graceOver() {
    this.#graceTimer = undefined;
    if (this.pc?.connectionState === 'connected') this.#update();
    else this.#end('lost', true);
  }

  /**
   * @param {EndReason} reason
   * @param {boolean} [tell] whether the other side has to hear of it
   */
  #end(reason, tell = false) {
    if (this.#state === 'ended') return;
    clearTimeout(this.#answerTimer);
    this.#stopGrace();
    if (tell) this.channel.send(reason === 'no-answer' ? { type: 'hang-up', reason } : { type: 'hang-up' });
    this.channel.onsignal = null;
    this.channel.close();
    this.#negotiation?.close();
    this.#become('ended');
    this.emit('ended', { reason });
  }

  #stopGrace() {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
  }

  /** @param {CallState} state */
  #become(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state', state);
  }
}

/**
 * @param {IncomingSignal} held
 * @param {RTCSessionDescriptionInit} description
 */
function isOfAnother(held, description) {
  return held.type === 'description' && isOtherThan(held.description.sdp, description.sdp);
}
