import { Emitter } from './emitter.js';
import { RouteMeter } from './route.js';

/**
 * @typedef {import('./live.js').LiveClient} LiveClient
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {'new' | 'connecting' | 'connected' | 'interrupted' | 'ended'} LinkState
 *
 * @typedef {object} UplinkEvents
 * @property {LinkState} state
 * @property {string | null} hls where the playlist of what one publishes is
 * @property {unknown} error it could not be published; it is tried again, unless the state is `ended`
 */

/** After a failed attempt, in milliseconds; doubled each time up to the last. */
const [firstPause, longestPause] = [500, 8000];

/** How long a route may be interrupted before another is looked for, in milliseconds. */
const patience = 3000;

/** Codes that no other attempt would change: no such room, not a publisher, an offer that will not do. */
const finalCodes = new Set([2001, 2002, 4001, 4051]);

/**
 * What one publishes. Every kind that the room allows has its place in the offer from the beginning, so that turning a
 * camera on or off later negotiates nothing, here or with those who watch.
 *
 * @extends {Emitter<UplinkEvents>}
 */
export class LiveUplink extends Emitter {
  /** @type {LinkState} */
  state = 'new';
  /** @type {RTCPeerConnection | null} */
  pc = null;
  /** @type {string | null} */
  hls = null;
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #tracks = { audio: null, video: null };
  /** @type {Map<Kind, RTCRtpSender>} */
  #senders = new Map();
  /** @type {RouteMeter | null} */
  #meter = null;
  /** Which attempt is under way: what an earlier one brings is too late. */
  #attempt = 0;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {LiveClient} client in the room, as a publisher
   * @param {object} [options]
   * @param {boolean} [options.hls] whether it is packaged as HLS, too
   * @param {RTCConfiguration} [options.configuration]
   */
  constructor(client, { hls = false, configuration = {} } = {}) {
    super();
    this.client = client;
    this.wantsHls = hls || client.channel === 'p2m';
    this.configuration = configuration;
    /** @type {Kind[]} */
    this.kinds = client.channel === 'a2m' ? ['audio'] : ['audio', 'video'];
    this.#stopListening = [
      client.on('restart', () => void this.#publish(true)),
      // The server has ended what was published by the connection of before.
      client.on('joined', ({ again }) => again && void this.#publish(false)),
    ];
  }

  start() {
    if (this.state === 'new') void this.#publish(false);
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track `null` sends nothing of that kind
   */
  setTrack(kind, track) {
    if (!this.kinds.includes(kind)) return;
    this.#tracks[kind] = track;
    this.client.update({ [kind]: track !== null });
    this.#senders.get(kind)?.replaceTrack(track).catch(error => this.emit('error', error));
  }

  /** Looks for another route: those who watch notice nothing of it. */
  restart() {
    this.pc?.restartIce();
  }

  /** @returns {Promise<import('./route.js').Route | null>} */
  async route() {
    return this.#meter ? this.#meter.read() : null;
  }

  close() {
    for (const stop of this.#stopListening) stop();
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#disconnect();
    this.#become('ended');
  }

  /**
   * By a new RTCPeerConnection.
   *
   * @param {boolean} restarting whether it takes the place of an uplink that the server still knows
   */
  async #publish(restarting) {
    if (this.state === 'ended') return;
    const attempt = ++this.#attempt;
    clearTimeout(this.#timer);
    this.#disconnect();
    this.#become('connecting');
    const pc = (this.pc = this.#connect());
    try {
      await this.#negotiate(pc, restarting);
      this.#failures = 0;
      // From now on the browser asks when ICE is to restart.
      pc.onnegotiationneeded = () => void this.#renegotiate(pc);
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error);
    }
  }

  #connect() {
    const pc = new RTCPeerConnection({ iceServers: this.client.iceServers, ...this.configuration });
    this.#senders.clear();
    for (const kind of this.kinds) {
      const { sender } = pc.addTransceiver(this.#tracks[kind] ?? kind, { direction: 'sendonly' });
      this.#senders.set(kind, sender);
    }
    this.#meter = new RouteMeter(pc);
    pc.onconnectionstatechange = () => this.#judge(pc);
    return pc;
  }

  /** @param {RTCPeerConnection} pc @param {boolean} restarting */
  async #negotiate(pc, restarting) {
    const { client } = this;
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate !== '') client.candidate(client.session, candidate?.toJSON() ?? null);
    };
    await pc.setLocalDescription();
    const offer = pc.localDescription?.sdp ?? '';
    const { sdp, hls } = await client.offer(offer, { restarting, hls: this.wantsHls });
    if (pc !== this.pc) return;
    await pc.setRemoteDescription({ type: 'answer', sdp });
    if (hls !== this.hls) this.emit('hls', (this.hls = hls));
  }

  /** @param {RTCPeerConnection} pc */
  async #renegotiate(pc) {
    try {
      await this.#negotiate(pc, true);
    } catch {
      if (pc === this.pc) void this.#publish(true); // the server may have given it up meanwhile
    }
  }

  /** @param {RTCPeerConnection} pc */
  #judge(pc) {
    if (pc !== this.pc) return;
    clearTimeout(this.#timer);
    const { connectionState } = pc;
    if (connectionState === 'connected') return this.#become('connected');
    if (connectionState !== 'disconnected' && connectionState !== 'failed') return;
    this.#become('interrupted');
    // Where another route is no help the media server has given it up, and what was agreed with it is void.
    if (connectionState === 'failed') return void this.#publish(true);
    this.#timer = setTimeout(() => {
      this.restart();
      this.#timer = setTimeout(() => pc === this.pc && void this.#publish(true), patience);
    }, patience);
  }

  /** @param {unknown} error */
  #failed(error) {
    const code = /** @type {any} */ (error)?.code;
    if (finalCodes.has(code)) this.close();
    this.emit('error', error);
    // Without a connection to the server there will be a `joined` to begin anew.
    if (this.state === 'ended' || !this.client.joined) return;
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures++);
    this.#timer = setTimeout(() => void this.#publish(true), pause);
  }

  #disconnect() {
    const { pc } = this;
    this.pc = null;
    if (!pc) return;
    pc.onnegotiationneeded = pc.onicecandidate = pc.onconnectionstatechange = null;
    pc.close();
  }

  /** @param {LinkState} state */
  #become(state) {
    if (this.state === state || this.state === 'ended') return;
    this.state = state;
    this.emit('state', state);
  }
}
