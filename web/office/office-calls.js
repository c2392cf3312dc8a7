import { Emitter } from '/client/emitter.js';
import { WorldMesh } from '/client/world-mesh.js';
import { kinds } from '/client/tracks.js';

/**
 * @typedef {import('/client/call.js').Call} Call
 * @typedef {import('../calls.js').CallsEvents} CallsEvents
 * @typedef {import('../protocols.js').Session} Session
 * @typedef {import('../media.js').LocalMedia} LocalMedia
 * @typedef {import('/client/world.js').WorldClient} WorldClient
 */

/**
 * The calls of an office: one with everybody in one's room, begun and ended by walking. To the page they are what
 * `Calls` are, only that nothing rings.
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
    this.mesh = new WorldMesh(client);
    this.mesh.on('added', call => {
      call.on('state', () => this.emit('change', undefined));
      this.emit('added', call);
    });
    this.mesh.on('removed', call => {
      this.emit('removed', call);
      this.emit('change', undefined);
    });
    this.mesh.on('error', ({ peer, error }) => console.error('call with', peer, error));
    for (const kind of kinds) this.mesh.setTrack(kind, media.track(kind));
    this.#stopListening = media.on('track', ({ kind, track }) => this.mesh.setTrack(kind, track));
  }

  get active() {
    return this.mesh.calls;
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
    this.mesh.close();
  }
}
