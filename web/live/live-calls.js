import { Emitter } from '/client/emitter.js';
import { LiveRoom } from '/client/live-room.js';
import { explainLive } from '../words.js';

/**
 * @typedef {import('/client/live-downlink.js').LiveDownlink} LiveDownlink
 * @typedef {import('../calls.js').CallsEvents} CallsEvents
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('../protocols.js').Session} Session
 * @typedef {import('../protocols/live.js').Live} Live
 */

/** How long the stage waits for the user's answer to the browser's question about the camera, in milliseconds. */
const mediaPatience = 5000;

/**
 * What one sends to a live room and gets from it. To the page it is what `Calls` are, only that nobody rings or is
 * called. The screen is a session of its own beside the camera's.
 *
 * @extends {Emitter<CallsEvents>}
 */
export class LiveCalls extends Emitter {
  /** @type {Map<string, import('/client/call.js').Call>} */
  ringing = new Map();
  joined = true;
  /** What one's screen goes through. @type {LiveRoom | null} */
  #screen = null;
  #isTroubled = false;
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {Session} session
   * @param {Live} live
   * @param {LocalMedia} media
   * @param {(words: string) => void} onproblem
   */
  constructor(session, { client, hls }, media, onproblem) {
    super();
    this.session = session;
    this.client = client;
    this.media = media;
    this.room = new LiveRoom(client, { hls, prepare: () => this.#openDevices() });
    this.hasVideo = client.channel !== 'a2m';
    media.wanted = { audio: true, video: this.hasVideo };
    this.room.on('added', downlink => this.#added(downlink));
    this.room.on('removed', downlink => this.#removed(downlink));
    this.onproblem = onproblem;
    this.room.on('uplink', () => this.#uplinkChanged());
    this.room.on('error', ({ peer, error }) => this.#failed(peer, error));
    this.#stopListening = [
      media.on('track', () => this.#send()),
    ];
    this.#send();
  }

  /** What one watches. @returns {Map<string, LiveDownlink>} by whom it is from */
  get active() {
    return new Map([...this.room.downlinks.values()].map(downlink => [downlink.peer, downlink]));
  }

  /** Whether one is seen, or sees anybody. */
  get inCall() {
    const isUp = (/** @type {string | undefined} */ state) => state === 'connected' || state === 'interrupted';
    return isUp(this.room.uplink?.state) || [...this.room.downlinks.values()].some(({ state }) => isUp(state));
  }

  call() {}

  accept() {}

  recall() {}

  decline() {}

  hangUp() {}

  close() {
    for (const stop of this.#stopListening) stop();
    this.#screen?.close();
    this.#screen = null;
    this.room.close();
    this.media.wanted = { audio: true, video: true };
  }

  #uplinkChanged() {
    if (this.#isTroubled && this.room.uplink?.state === 'connected') {
      this.#isTroubled = false;
      this.onproblem('');
    }
    this.emit('change', undefined);
  }

  /**
   * What cannot be watched is tried again, and its tile shows it; but nobody sees one's own absence from the stage.
   *
   * @param {string} peer
   * @param {unknown} error
   */
  #failed(peer, error) {
    console.debug('live room,', peer, error);
    if (peer !== this.client.userId) return;
    const { code, message } = /** @type {any} */ (error);
    this.#isTroubled = true;
    this.onproblem(explainLive(code, this.client.roomId, message) || message);
  }

  /** @param {LiveDownlink} downlink */
  #added(downlink) {
    downlink.on('state', () => this.emit('change', undefined));
    this.emit('added', downlink);
    this.emit('change', undefined);
  }

  /** @param {LiveDownlink} downlink */
  #removed(downlink) {
    this.emit('removed', downlink);
    this.emit('change', undefined);
  }

  /** Who only watches is not asked for a camera; who does not answer is on stage without. */
  #openDevices() {
    this.media.start();
    return this.media.settled(mediaPatience);
  }

  #send() {
    this.room.setTrack('audio', this.media.device('audio'));
    if (this.hasVideo) this.room.setTrack('video', this.media.device('video'));
    const { screen } = this.media;
    if (!screen) {
      this.#screen?.close();
      this.#screen = null;
    } else if (this.#screen) {
      this.#screen.setTrack('video', screen);
    } else {
      this.#shareScreen(screen);
    }
  }

  /** @param {MediaStreamTrack} track */
  #shareScreen(track) {
    const client = this.client.beside('screenshare');
    this.#screen = new LiveRoom(client, { watch: false });
    this.#screen.setTrack('video', track);
    const share = async () => {
      await client.connect();
      if (client.role !== 'publisher') throw new Error('a viewer'); // its camera alone was let on stage
    };
    share().catch(() => {
      if (this.#screen?.client !== client) return;
      void this.media.toggleScreen();
      this.media.emit('problem', 'The screen could not be shared: the room does not take it.');
    });
  }
}
