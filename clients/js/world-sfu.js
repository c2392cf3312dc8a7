import { Emitter } from './emitter.js';
import { LiveRoom } from './live-room.js';
import { LiveClient } from './live.js';
import { kinds } from './tracks.js';

/**
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 * @typedef {import('./live-downlink.js').LiveDownlink} LiveDownlink
 * @typedef {import('./world.js').WorldClient} WorldClient
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {object} WorldSfuEvents
 * @property {LiveDownlink} added
 * @property {LiveDownlink} removed
 * @property {undefined} connected one is on the media server, and so is what one may send
 * @property {{peer: string, error: unknown}} error
 */

/** Before a failure is reported, which brings another attempt; doubled each time up to the last. In milliseconds. */
const [firstPause, longestPause] = [500, 8000];

/**
 * The media of one's zone while it goes through a media server: one room of the `live` protocol, with the token that
 * the promotion brought. The server of the world is told how that goes.
 *
 * @extends {Emitter<WorldSfuEvents>}
 */
export class WorldSfu extends Emitter {
  /** @type {LiveRoom | null} */
  room = null;
  /** The newest, as each is good for a minute only. */
  #token = '';
  #zoneId = '';
  #failures = 0;
  /** Whether it was said that one is there. */
  #reported = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #tracks = { audio: null, video: null };
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {WorldClient} client
   * @param {object} [options]
   * @param {RTCConfiguration} [options.configuration]
   * @param {ConnectionOptions} [options.connection]
   */
  constructor(client, options = {}) {
    super();
    this.client = client;
    this.options = options;
    this.#stopListening = [
      client.on('promoted', promotion => this.#promoted(promotion)),
      client.on('zone', () => this.rest()),
      client.on('close', () => this.rest()),
    ];
  }

  /** Whether one is on the media server: what one sends is there, or one may send nothing. */
  get connected() {
    return this.room?.uplink?.state === 'connected' || this.listens;
  }

  /** Whether one only hears and sees the others there: who is muted begins to send nothing until it ends. */
  get listens() {
    const { client } = this.room ?? {};
    return client !== undefined && client.joined && client.role === 'viewer';
  }

  /** @returns {LiveDownlink | undefined} what comes of a user through the media server */
  of(/** @type {string} */ userId) {
    for (const downlink of this.room?.downlinks.values() ?? []) if (downlink.peer === userId) return downlink;
    return undefined;
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.#tracks[kind] = track;
    this.room?.setTrack(kind, track);
  }

  /** Leaves the media server, as the zone is no more on it, or one is no more in the zone. */
  rest() {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#leave();
  }

  close() {
    if (this.room && this.client.entered) this.client.sfuDisconnected(this.#zoneId, 'manual');
    for (const stop of this.#stopListening) stop();
    this.rest();
  }

  /** @param {import('./world.js').WorldEvents['promoted']} promotion */
  #promoted({ url, token, zoneId }) {
    this.#token = token;
    clearTimeout(this.#timer);
    if (this.room && this.#zoneId === zoneId) {
      // One that was asked for by a connection that is being lost is used by its next attempt.
      if (this.connected) this.client.sfuConnected(zoneId);
      return;
    }
    this.#leave();
    this.#zoneId = zoneId;
    this.#join(url);
  }

  /** @param {string} url */
  #join(url) {
    const { configuration, connection } = this.options;
    const userId = this.client.user?.userId ?? '';
    const live = new LiveClient({ url, roomId: this.#zoneId, userId, token: () => this.#token, connection });
    const room = (this.room = new LiveRoom(live, { configuration }));
    for (const kind of kinds) room.setTrack(kind, this.#tracks[kind]);
    room.on('added', downlink => this.emit('added', downlink));
    room.on('removed', downlink => this.emit('removed', downlink));
    room.on('error', error => this.emit('error', error));
    room.on('uplink', () => room === this.room && this.#judge());
    live.on('joined', () => room === this.room && this.#judge());
    live.on('role', () => room === this.room && this.#judge());
    live.on('retry', ({ attempt }) => attempt === 2 && this.#report()); // the token may be too old
    live.on('close', () => room === this.room && this.#lost());
    live.connect().catch(() => {}); // `close` says it
  }

  #judge() {
    const isNews = this.connected && !this.#reported;
    this.#reported = this.connected;
    if (!isNews) return;
    this.#failures = 0;
    this.client.sfuConnected(this.#zoneId);
    this.emit('connected', undefined);
  }

  /** The room is closed to us: that may pass, or the zone comes back to its people. */
  #lost() {
    this.room = null;
    this.#reported = false;
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures++);
    this.#timer = setTimeout(() => this.#report(), pause);
  }

  #report() {
    const isHere = this.client.topology === 'SFU' && this.client.zone?.id === this.#zoneId;
    if (isHere) this.client.sfuDisconnected(this.#zoneId, 'error');
  }

  #leave() {
    const { room } = this;
    this.room = null;
    this.#reported = false;
    room?.close();
  }
}
