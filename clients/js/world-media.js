import { Emitter } from './emitter.js';
import { WorldMesh } from './world-mesh.js';
import { WorldSfu } from './world-sfu.js';

/**
 * @typedef {import('./call.js').Call} Call
 * @typedef {import('./live-downlink.js').LiveDownlink} LiveDownlink
 * @typedef {import('./world.js').WorldClient} WorldClient
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {Call | LiveDownlink} Link
 *
 * @typedef {object} WorldMediaEvents
 * @property {Link} added somebody is heard and seen
 * @property {Link} removed
 * @property {{before: Link, after: Link}} replaced the same person, another way
 * @property {undefined} change a link has changed its state
 * @property {{userId: string, muted: boolean}} muted a moderator's mute began or ended, perhaps one's own
 * @property {{peer: string, error: unknown}} error
 */

/**
 * How long calls go on when a media server has taken them over, in milliseconds: what comes to us does not say what
 * comes to the other side.
 */
const overlap = 4000;

/** How long the media server is kept for those whom no call has reached yet, when the zone comes back. In milliseconds. */
const farewell = 10_000;

/**
 * Everybody in one's zone, heard and seen either way: by calls with each of them, or through a media server. Whenever
 * the zone goes from one to the other, what was there goes on until the new way carries media.
 *
 * @extends {Emitter<WorldMediaEvents>}
 */
export class WorldMedia extends Emitter {
  /** The way each person comes now. @type {Map<string, Link>} by user */
  links = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} calls that are about to rest, by user */
  #resting = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #farewell;
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {WorldClient} client
   * @param {object} [options]
   * @param {RTCIceServer[]} [options.iceServers] STUN servers; relays are brought by the server when they are needed
   */
  constructor(client, options = {}) {
    super();
    this.client = client;
    this.mesh = new WorldMesh(client, options);
    this.sfu = new WorldSfu(client);
    this.#stopListening = [
      client.on('topology', () => this.#topologyChanged()),
      client.on('zone', () => clearTimeout(this.#farewell)),
    ];
    this.#listen();
  }

  /**
   * What everybody in the zone gets of that kind from now on; `null` for nothing.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.mesh.setTrack(kind, track);
    this.sfu.setTrack(kind, track);
  }

  /** @param {string} userId @returns {boolean} whether a moderator has muted that user */
  isMuted(userId) {
    return this.mesh.isMuted(userId);
  }

  close() {
    for (const stop of this.#stopListening) stop();
    clearTimeout(this.#farewell);
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.mesh.close();
    this.sfu.close();
  }

  #listen() {
    const { mesh, sfu } = this;
    mesh.on('added', call => {
      call.on('state', () => this.#review(call.peer));
      this.#review(call.peer);
    });
    mesh.on('removed', call => this.#review(call.peer));
    mesh.on('error', error => this.emit('error', error));
    mesh.on('muted', mute => {
      this.#silence(mute.userId);
      this.#review(mute.userId);
      this.emit('muted', mute);
    });
    sfu.on('added', downlink => {
      downlink.on('state', () => this.#review(downlink.peer));
      downlink.on('stream', () => this.#silence(downlink.peer));
      this.#review(downlink.peer);
    });
    sfu.on('removed', downlink => this.#review(downlink.peer));
    sfu.on('connected', () => this.#reviewAll());
    sfu.on('error', error => this.emit('error', error));
  }

  #topologyChanged() {
    clearTimeout(this.#farewell);
    if (this.client.topology !== 'SFU') this.#farewell = setTimeout(() => this.sfu.rest(), farewell);
    this.#reviewAll();
  }

  #reviewAll() {
    for (const peer of new Set([...this.links.keys(), ...this.mesh.calls.keys()])) this.#review(peer);
  }

  /** @param {string} peer */
  #review(peer) {
    const [call, downlink] = [this.mesh.calls.get(peer), this.sfu.of(peer)];
    this.#show(peer, this.#choose(call, downlink, this.links.get(peer)));
    if (this.client.topology === 'SFU') {
      // Of who is muted nothing may come through the media server, and nothing of them is missed.
      const isThere = downlink ? downlink.flows : this.isMuted(peer);
      this.#letRest(peer, Boolean(call && isThere && this.sfu.connected));
    } else {
      this.#letRest(peer, false);
      this.#leaveSfu();
    }
    this.emit('change', undefined);
  }

  /**
   * @param {Call | undefined} call
   * @param {LiveDownlink | undefined} downlink
   * @param {Link | undefined} shown
   * @returns {Link | undefined}
   */
  #choose(call, downlink, shown) {
    const flowing = [downlink?.flows && downlink, call?.state === 'connected' && call].filter(link => link);
    const isOnSfu = this.client.topology === 'SFU';
    const best = isOnSfu ? flowing[0] : flowing[flowing.length - 1];
    if (best) return best;
    if (shown && (shown === call || shown === downlink)) return shown;
    return isOnSfu ? (downlink ?? call) : (call ?? downlink);
  }

  /** @param {string} peer @param {Link | undefined} after */
  #show(peer, after) {
    const before = this.links.get(peer);
    if (before === after) return;
    if (after) this.links.set(peer, after);
    else this.links.delete(peer);
    if (before && after) this.emit('replaced', { before, after });
    else if (after) this.emit('added', after);
    else if (before) this.emit('removed', before);
  }

  /** @param {string} peer @param {boolean} may */
  #letRest(peer, may) {
    const timer = this.#resting.get(peer);
    if (may === (timer !== undefined)) return;
    clearTimeout(timer);
    this.#resting.delete(peer);
    if (may) this.#resting.set(peer, setTimeout(() => (this.#resting.delete(peer), this.mesh.rest(peer)), overlap));
  }

  /** Once everybody can be heard without it. */
  #leaveSfu() {
    if (!this.sfu.room) return;
    for (const peer of this.client.peers.keys()) if (this.mesh.calls.get(peer)?.state !== 'connected') return;
    this.sfu.rest();
  }

  /** The media server does the same; this is sooner. @param {string} userId */
  #silence(userId) {
    for (const track of this.sfu.of(userId)?.remoteStream.getAudioTracks() ?? []) track.enabled = !this.isMuted(userId);
  }
}
