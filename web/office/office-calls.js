import { Emitter } from '/client/emitter.js';
import { LiveError } from '/client/live-requests.js';
import { WorldMedia } from '/client/world-media.js';
import { kinds } from '/client/tracks.js';

/**
 * @typedef {import('/client/call.js').Call} Call
 * @typedef {import('../calls.js').CallsEvents} CallsEvents
 * @typedef {import('../protocols.js').Session} Session
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('/client/world.js').WorldClient} WorldClient
 */

/**
 * Everybody in one's room of the office, heard and seen by calls or through a media server, as one walks. To the page
 * they are what `Calls` are, only that nothing rings.
 *
 * @extends {Emitter<CallsEvents>}
 */
export class OfficeCalls extends Emitter {
  /** @type {Map<string, Call>} */
  ringing = new Map();
  joined = true;
  /** @type {() => void} */
  #stopListening;

  /**
   * @param {Session} session
   * @param {WorldClient} client
   * @param {LocalMedia} media
   */
  constructor(session, client, media) {
    super();
    this.session = session;
    this.worldMedia = new WorldMedia(client);
    for (const name of /** @type {const} */ (['added', 'removed', 'replaced', 'change']))
      this.worldMedia.on(name, detail => this.emit(name, detail));
    this.worldMedia.on('error', ({ peer, error }) => this.#failed(peer, error));
    for (const kind of kinds) this.worldMedia.setTrack(kind, media.track(kind));
    this.#stopListening = media.on('track', ({ kind, track }) => this.worldMedia.setTrack(kind, track));
  }

  get active() {
    return this.worldMedia.links;
  }

  get inCall() {
    return [...this.active.values()].some(({ state }) => state === 'connected' || state === 'interrupted');
  }

  call() {}

  accept() {}

  recall() {}

  decline() {}

  hangUp() {}

  close() {
    this.#stopListening();
    this.worldMedia.close();
  }

  /**
   * What a media server would not do now it will do a moment later, or the zone comes back from it.
   *
   * @param {string} peer
   * @param {unknown} error
   */
  #failed(peer, error) {
    if (error instanceof LiveError) console.debug('media server,', peer, error);
    else console.error('call with', peer, error);
  }
}
