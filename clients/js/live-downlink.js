import { Emitter } from './emitter.js';
import { RouteMeter } from './route.js';

/**
 * @typedef {import('./live.js').LiveClient} LiveClient
 * @typedef {import('./live-wire.js').Publisher} Publisher
 * @typedef {import('./live-uplink.js').LinkState} LinkState
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {object} DownlinkEvents
 * @property {LinkState} state
 * @property {MediaStream} stream what comes, another one after each new attempt
 * @property {Record<Kind, boolean>} receiving what the publisher sends
 * @property {unknown} error it could not be watched now; it is tried again
 */

/** After a failed attempt, in milliseconds; doubled each time up to the last. */
const [firstPause, longestPause] = [300, 4000];

/** How often to look whether anything comes, and after how many looks at nothing to ask anew. In milliseconds. */
const lookInterval = 1000;
const mostEmptyLooks = 3;

/** How soon after a change of the room's list sound has to come, which always does, in milliseconds. */
const soon = 500;

/** How long an attempt may take to connect, in milliseconds. */
const patience = 10_000;

/**
 * What one watches: one session of one publisher. Streams that cease, as when a media server has died, are asked for
 * anew until the publisher leaves. To a page it is what a `Call` is.
 *
 * @extends {Emitter<DownlinkEvents>}
 */
export class LiveDownlink extends Emitter {
  /** @type {LinkState} */
  state = 'new';
  /** @type {RTCPeerConnection | null} */
  pc = null;
  remoteStream = new MediaStream();
  /** @type {RouteMeter | null} */
  #meter = null;
  #attempt = 0;
  /** Whether a WATCH waits for its answer: answers to two of them could not be told apart. */
  #asking = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} until the next attempt, or the end of this one */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watchdog;
  #received = 0;
  #emptyLooks = 0;
  #looking = false;

  /**
   * @param {LiveClient} client in the room
   * @param {Publisher} publisher
   * @param {{configuration?: RTCConfiguration}} [options]
   */
  constructor(client, publisher, { configuration = {} } = {}) {
    super();
    this.client = client;
    this.publisher = publisher;
    this.configuration = configuration;
  }

  /** Whom it is from: the user's id, with `:screen` behind it when it is the screen. */
  get peer() {
    const { userId, category } = this.publisher;
    return category === 'screenshare' ? `${userId}:screen` : userId;
  }

  /** What the publisher sends. @returns {Record<Kind, boolean>} */
  get receiving() {
    const { audio, video } = this.publisher;
    return { audio, video };
  }

  /** Whether frames or sound have come, by this very connection. */
  get flows() {
    return this.state === 'connected' && this.#received > 0;
  }

  start() {
    if (this.state !== 'new') return;
    this.#watchdog = setInterval(() => void this.#look(), lookInterval);
    void this.#watch();
  }

  /**
   * What the room's list says of the publisher now.
   *
   * @param {Publisher} publisher the same session
   */
  update(publisher) {
    this.publisher = publisher;
    this.emit('receiving', this.receiving);
    // The list goes round when a media server is gone, too.
    if (this.state === 'interrupted') void this.#watch();
    else if (this.flows && publisher.audio) void this.#lookSoon();
  }

  /** Asks for the stream anew. */
  again() {
    if (this.state !== 'ended') void this.#watch();
  }

  /** @returns {Promise<import('./route.js').Route | null>} */
  async route() {
    return this.#meter ? this.#meter.read() : null;
  }

  close() {
    this.#attempt++;
    clearTimeout(this.#timer);
    clearInterval(this.#watchdog);
    this.#disconnect();
    this.#become('ended');
  }

  async #watch() {
    if (this.#asking) return;
    this.#asking = true;
    const attempt = ++this.#attempt;
    const { client, publisher } = this;
    clearTimeout(this.#timer);
    this.#become(this.state === 'new' ? 'connecting' : this.state === 'connected' ? 'interrupted' : this.state);
    try {
      const sdp = await client.watch(publisher).finally(() => (this.#asking = false));
      if (attempt !== this.#attempt) return;
      await this.#answer(sdp);
      this.#timer = setTimeout(() => attempt === this.#attempt && this.#failed(new Error('No media came.')), patience);
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error);
    }
  }

  /** @param {string} sdp */
  async #answer(sdp) {
    const { client, publisher } = this;
    this.#disconnect();
    const pc = (this.pc = new RTCPeerConnection({ iceServers: client.iceServers, ...this.configuration }));
    this.#meter = new RouteMeter(pc);
    this.#received = this.#emptyLooks = 0;
    const stream = new MediaStream();
    /** @type {(RTCIceCandidateInit | null)[] | null} candidates that must not overtake the answer */
    let early = [];
    const send = (/** @type {RTCIceCandidateInit | null} */ candidate) => client.candidate(publisher, candidate);
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate === '') return;
      const plain = candidate?.toJSON() ?? null;
      if (early) early.push(plain);
      else send(plain);
    };
    pc.ontrack = ({ track }) => {
      stream.addTrack(track);
      this.remoteStream = stream;
      this.emit('stream', stream);
    };
    pc.onconnectionstatechange = () => this.#judge(pc);
    await pc.setRemoteDescription({ type: 'offer', sdp });
    await pc.setLocalDescription();
    if (pc !== this.pc) return;
    client.answer(publisher, pc.localDescription?.sdp ?? '');
    for (const candidate of early) send(candidate);
    early = null;
    this.emit('receiving', this.receiving);
  }

  /** @param {RTCPeerConnection} pc */
  #judge(pc) {
    if (pc !== this.pc) return;
    switch (pc.connectionState) {
      case 'connected':
        clearTimeout(this.#timer);
        this.#failures = 0;
        void this.#look(); // so that `flows` is known soon
        return this.#become('connected');
      case 'disconnected': // whether it comes back, or nothing comes any more, is seen soon
        return this.#become('interrupted');
      case 'failed':
      case 'closed': // the server has ended it
        return void this.#watch();
    }
  }

  /** A dead media server says nothing: it is known by what does not come. */
  async #look() {
    const { pc } = this;
    if (!pc || pc.connectionState === 'connecting' || pc.connectionState === 'new') return;
    const received = await receivedPackets(pc);
    if (pc !== this.pc) return;
    const { audio, video } = this.publisher;
    const silent = received === this.#received && (audio || video);
    this.#emptyLooks = silent ? this.#emptyLooks + 1 : 0;
    const began = this.#received === 0 && received > 0;
    this.#received = received;
    if (began) this.emit('state', this.state);
    if (this.#emptyLooks < mostEmptyLooks) return;
    this.#emptyLooks = 0;
    void this.#watch();
  }

  async #lookSoon() {
    const { pc } = this;
    if (!pc || this.#looking) return;
    this.#looking = true;
    const before = await receivedPackets(pc);
    await new Promise(resolve => setTimeout(resolve, soon));
    this.#looking = false;
    if (pc !== this.pc || this.state !== 'connected' || !this.publisher.audio) return;
    if ((await receivedPackets(pc)) === before && pc === this.pc) void this.#watch();
  }

  /** @param {unknown} error */
  #failed(error) {
    this.emit('error', error);
    if (this.state === 'ended' || !this.client.joined) return;
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures++);
    this.#timer = setTimeout(() => void this.#watch(), pause);
  }

  #disconnect() {
    const { pc } = this;
    this.pc = null;
    if (!pc) return;
    pc.onicecandidate = pc.ontrack = pc.onconnectionstatechange = null;
    pc.close();
  }

  /** @param {LinkState} state */
  #become(state) {
    if (this.state === state || this.state === 'ended') return;
    this.state = state;
    this.emit('state', state);
  }
}

/** @param {RTCPeerConnection} pc */
async function receivedPackets(pc) {
  let packets = 0;
  (await pc.getStats()).forEach(report => {
    if (report.type === 'inbound-rtp') packets += report.packetsReceived;
  });
  return packets;
}
