import { Call } from './call.js';
import { Emitter } from './emitter.js';
import { kinds } from './tracks.js';
import { WorldChannels } from './world-channels.js';

/**
 * @typedef {import('./call.js').CallOptions} CallOptions
 * @typedef {import('./world.js').WorldClient} WorldClient
 * @typedef {import('./world.js').WorldPeer} WorldPeer
 * @typedef {import('./peer-channels.js').PeerChannel} PeerChannel
 * @typedef {import('./tracks.js').Kind} Kind
 *
 * @typedef {object} MeshEvents
 * @property {Call} added
 * @property {Call} removed
 * @property {{userId: string, muted: boolean}} muted a moderator's mute began or ended, perhaps one's own
 * @property {{peer: string, error: unknown}} error
 */

/** How long a newcomer is waited for to call, before it is called. A muted one may not call. In milliseconds. */
const patience = 4000;

/** Both sides report a failed route, and the server answers both: one restart is enough. In milliseconds. */
const restartPause = 5000;

/**
 * Hears and sees everybody in one's zone: a call with each of them. Who comes calls those who are there. A route that
 * fails gets a relay from the server, and is looked for anew by an ICE restart.
 *
 * On a media server the calls of before go on until `rest` ends them; `WorldMedia` sees to that.
 *
 * @extends {Emitter<MeshEvents>}
 */
export class WorldMesh extends Emitter {
  /** @type {Map<string, Call>} by user */
  calls = new Map();
  /** Relays that the server has given. @type {RTCIceServer[]} */
  #relays = [];
  /** When a call was last sent through a relay. @type {Map<string, number>} by user */
  #relayed = new Map();
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #tracks = { audio: null, video: null };
  /** When each mute ends. @type {Map<string, ReturnType<typeof setTimeout>>} by user */
  #mutes = new Map();
  /** @type {(() => void)[]} */
  #stopListening;

  /**
   * @param {WorldClient} client
   * @param {object} [options]
   * @param {RTCIceServer[]} [options.iceServers] STUN servers; relays are brought by the server when they are needed
   * @param {CallOptions} [options.call]
   */
  constructor(client, { iceServers = [], call = {} } = {}) {
    super();
    this.client = client;
    this.iceServers = iceServers;
    this.options = call;
    this.channels = new WorldChannels(client);
    this.#stopListening = this.#listen();
    if (client.entered) this.#callAll();
  }

  /**
   * What everybody in the zone gets of that kind from now on; `null` for nothing.
   *
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.#tracks[kind] = track;
    this.#silence();
    for (const call of this.calls.values()) call.setTrack(kind, track);
  }

  /** @param {string} userId @returns {boolean} whether a moderator has muted that user */
  isMuted(userId) {
    return this.#mutes.has(userId);
  }

  /**
   * Ends the calls, as a media server has taken them over.
   *
   * @param {string} [userId] the call with that user only
   */
  rest(userId) {
    for (const call of [...this.calls.values()]) if (userId === undefined || call.peer === userId) this.#end(call);
  }

  close() {
    for (const stop of this.#stopListening) stop();
    for (const timer of this.#mutes.values()) clearTimeout(timer);
    this.rest();
  }

  #listen() {
    const { client } = this;
    return [
      this.channels.on('incoming', channel => this.#take(channel)),
      client.on('state', ({ again }) => (again ? this.#resume() : this.#callAll())),
      client.on('zone', () => this.#moveOn()),
      client.on('joined', peer => this.#expect(peer)),
      client.on('left', ({ userId }) => this.#lose(userId)),
      client.on('topology', topology => topology !== 'SFU' && this.#makeUp()),
      client.on('turn', ({ servers, peerId }) => this.#relay(servers, peerId)),
      client.on('muted', ({ userId, seconds }) => this.#mute(userId, seconds)),
      client.on('error', ({ details }) => this.#refused(details.reason)),
    ];
  }

  /** Muted, one's offers would be refused: the others call after a while. */
  #callAll() {
    if (this.client.topology === 'SFU' || this.isMuted(this.client.user?.userId ?? '')) return;
    for (const userId of this.client.peers.keys()) if (!this.calls.has(userId)) this.#call(userId);
  }

  /** @param {string} userId */
  #call(userId) {
    this.#make(this.channels.to(userId)).start();
  }

  /** @param {PeerChannel} channel */
  #take(channel) {
    if (this.client.peers.has(channel.peer)) this.#make(channel).accept();
    else channel.close();
  }

  /** @param {WorldPeer} peer who calls, as newcomers do */
  #expect(peer) {
    // Whoever is back before we noticed that they had gone has a page that knows nothing of the old call.
    this.#lose(peer.userId);
    setTimeout(() => {
      const isStillHere = this.client.peers.get(peer.userId) === peer;
      if (isStillHere && !this.calls.has(peer.userId) && this.client.topology !== 'SFU') this.#call(peer.userId);
    }, patience);
  }

  /** @param {PeerChannel} channel */
  #make(channel) {
    const iceServers = [...this.iceServers, ...this.#relays];
    const call = new Call(channel, { ...this.options, configuration: { ...this.options.configuration, iceServers } });
    for (const kind of kinds) call.setTrack(kind, this.#tracks[kind]);
    this.calls.set(call.peer, call);
    call.on('error', error => this.emit('error', { peer: call.peer, error }));
    call.on('stream', () => this.#silence());
    call.on('ended', () => this.#ended(call));
    this.emit('added', call);
    return call;
  }

  /** Back after a drop. Who is still there goes on; who went meanwhile has gone, and who came is called. */
  #resume() {
    for (const call of [...this.calls.values()]) {
      if (this.client.peers.has(call.peer)) /** @type {PeerChannel} */ (call.channel).deliver({ type: 'resume' });
      else this.#end(call);
    }
    this.#callAll();
  }

  #moveOn() {
    this.rest();
    this.#relayed.clear();
    this.#callAll();
  }

  /** @param {string} userId */
  #lose(userId) {
    const call = this.calls.get(userId);
    if (call) this.#end(call);
  }

  /** @param {Call} call */
  #end(call) {
    this.calls.delete(call.peer);
    call.hangUp();
    this.emit('removed', call);
  }

  /**
   * A call that ended by itself was not answered, or its route was lost for good: while both are here, try again.
   *
   * @param {Call} call
   */
  #ended(call) {
    if (this.calls.get(call.peer) !== call) return;
    this.calls.delete(call.peer);
    this.emit('removed', call);
    const peer = this.client.peers.get(call.peer);
    if (peer) this.#expect(peer);
  }

  /**
   * One side restarts ICE; the other has the servers by then, as both get them from the server first.
   *
   * @param {RTCIceServer[]} servers
   * @param {string | null} peerId whom they are for; where the server does not say, whoever has no route
   */
  #relay(servers, peerId) {
    this.#relays = servers;
    const iceServers = [...this.iceServers, ...servers];
    const now = performance.now();
    for (const call of this.calls.values()) {
      const last = this.#relayed.get(call.peer);
      const isMeant = peerId === null ? !isConnected(call) || last !== undefined : call.peer === peerId;
      const restart = isMeant && !call.channel.polite && now - (last ?? -Infinity) > restartPause;
      if (isMeant) this.#relayed.set(call.peer, restart ? now : (last ?? -Infinity));
      call.useServers(iceServers, { restart });
    }
  }

  /** @param {string} userId @param {number} seconds */
  #mute(userId, seconds) {
    const wasMuted = this.isMuted(userId);
    if (seconds === 0) return wasMuted ? this.#unmute(userId) : undefined;
    clearTimeout(this.#mutes.get(userId));
    this.#mutes.set(userId, setTimeout(() => this.#unmute(userId), seconds * 1000));
    if (wasMuted) return;
    this.#silence();
    this.emit('muted', { userId, muted: true });
  }

  /** @param {string} userId */
  #unmute(userId) {
    clearTimeout(this.#mutes.get(userId));
    this.#mutes.delete(userId);
    this.#silence();
    if (userId === this.client.user?.userId) this.#makeUp();
    this.emit('muted', { userId, muted: false });
  }

  /** What one offered while muted, or on a media server, was refused: it goes again, and who was not called is called. */
  #makeUp() {
    for (const call of this.calls.values())
      if (call.pc?.signalingState === 'have-local-offer') /** @type {PeerChannel} */ (call.channel).deliver({ type: 'resume' });
    this.#callAll();
  }

  /** Who is muted is heard by nobody, whatever their page sends. */
  #silence() {
    if (this.#tracks.audio) this.#tracks.audio.enabled = !this.isMuted(this.client.user?.userId ?? '');
    for (const call of this.calls.values())
      for (const track of call.remoteStream.getAudioTracks()) track.enabled = !this.isMuted(call.peer);
  }

  /** @param {string} [reason] */
  #refused(reason) {
    for (const call of [...this.calls.values()]) {
      // There is no relay: then another try without.
      if (reason === 'turn_unavailable' && hasFailed(call)) call.pc?.restartIce();
      // A first offer that never arrived is in the way of theirs: a muted one has to wait for it, and on a media server
      // nobody calls until the zone comes back.
      if ((reason === 'muted' || reason === 'zone_on_sfu') && call.state === 'calling') this.#end(call);
    }
  }
}

/** @param {Call} call */
function isConnected({ pc }) {
  return pc !== null && ['connected', 'completed'].includes(pc.iceConnectionState);
}

/** @param {Call} call */
function hasFailed({ pc }) {
  return pc?.connectionState === 'failed';
}
