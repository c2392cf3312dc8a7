import { Emitter } from './emitter.js';
import { LiveDownlink } from './live-downlink.js';
import { LiveUplink } from './live-uplink.js';
import { kinds } from './tracks.js';

/**
 * @typedef {import('./live.js').LiveClient} LiveClient
 * @typedef {import('./live-wire.js').Publisher} Publisher
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {object} LiveRoomEvents
 * @property {LiveDownlink} added
 * @property {LiveDownlink} removed
 * @property {undefined} uplink it began, ended, or changed its state
 * @property {{peer: string, error: unknown}} error `peer` is oneself where publishing failed
 */

/**
 * Takes part in a live room: publishes while one may, and watches everybody else who does.
 *
 * @extends {Emitter<LiveRoomEvents>}
 */
export class LiveRoom extends Emitter {
  /** @type {Map<string, LiveDownlink>} by session */
  downlinks = new Map();
  /** @type {LiveUplink | null} */
  uplink = null;
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #tracks = { audio: null, video: null };
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {LiveClient} client
   * @param {object} [options]
   * @param {boolean} [options.watch] whether to watch the others; a second session of the same user need not
   * @param {boolean} [options.hls] whether what one publishes is packaged as HLS, too
   * @param {() => Promise<unknown>} [options.prepare] waited for before one publishes: for a camera to open, say
   * @param {RTCConfiguration} [options.configuration] of the connections; its `iceServers` instead of the server's
   */
  constructor(client, { watch = true, hls = false, prepare, configuration = {} } = {}) {
    super();
    this.client = client;
    this.prepare = prepare;
    this.options = { hls, configuration };
    this.watches = watch && (client.channel === 'm2m' || client.channel === 'a2m');
    this.#stopListening = [
      client.on('joined', ({ again }) => this.#joined(again)),
      client.on('role', () => this.publish()),
      client.on('publishers', publishers => this.#meet(publishers)),
      client.on('close', () => this.#end()),
    ];
    if (client.joined) this.#joined(false);
  }

  /**
   * What one publishes of that kind from now on; `null` for nothing.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.#tracks[kind] = track;
    this.uplink?.setTrack(kind, track);
  }

  /** Publishes, if one may and does not yet: as after a refusal that has passed. */
  publish() {
    const may = this.client.role === 'publisher' && this.client.channel !== 'p2p';
    if (!may || this.uplink?.state === 'ended') this.#stopPublishing();
    if (!may || this.uplink) return;
    const uplink = (this.uplink = new LiveUplink(this.client, this.options));
    for (const kind of kinds) uplink.setTrack(kind, this.#tracks[kind]);
    uplink.on('state', () => this.emit('uplink', undefined));
    uplink.on('hls', () => this.emit('uplink', undefined));
    uplink.on('error', error => this.emit('error', { peer: this.client.userId, error }));
    if (this.prepare) void this.prepare().then(() => uplink.start());
    else uplink.start();
  }

  /** Leaves the room. */
  close() {
    for (const stop of this.#stopListening.splice(0)) stop();
    this.#end();
    this.client.disconnect();
  }

  /** @param {boolean} again */
  #joined(again) {
    this.publish();
    this.#meet(this.client.publishers);
    if (again) for (const downlink of this.downlinks.values()) downlink.again();
  }

  #stopPublishing() {
    const { uplink } = this;
    this.uplink = null;
    uplink?.close();
    if (uplink) this.emit('uplink', undefined);
  }

  /** @param {Publisher[]} publishers */
  #meet(publishers) {
    if (!this.watches) return;
    const others = new Map(publishers.filter(({ userId }) => userId !== this.client.userId).map(who => [who.sessionId, who]));
    for (const [sessionId, downlink] of this.downlinks) if (!others.has(sessionId)) this.#remove(sessionId, downlink);
    for (const [sessionId, publisher] of others) {
      const known = this.downlinks.get(sessionId);
      if (known) known.update(publisher);
      else this.#add(publisher);
    }
  }

  /** @param {Publisher} publisher */
  #add(publisher) {
    const downlink = new LiveDownlink(this.client, publisher, { configuration: this.options.configuration });
    this.downlinks.set(publisher.sessionId, downlink);
    downlink.on('error', error => this.emit('error', { peer: publisher.userId, error }));
    this.emit('added', downlink);
    downlink.start();
  }

  /** @param {string} sessionId @param {LiveDownlink} downlink */
  #remove(sessionId, downlink) {
    this.downlinks.delete(sessionId);
    downlink.close();
    this.emit('removed', downlink);
  }

  #end() {
    this.#stopPublishing();
    for (const [sessionId, downlink] of this.downlinks) this.#remove(sessionId, downlink);
  }
}
