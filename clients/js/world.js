import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { PresenceSender } from './presence-sender.js';
import { envelope, middle, readPeer, readRelay, readUser, readZone, refusesZone, socketAddress } from './world-wire.js';
import { ZoneState } from './world-zone.js';

/**
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 * @typedef {import('./connection.js').ConnectionEvents} ConnectionEvents
 * @typedef {import('./world-map.js').Position} Position
 * @typedef {import('./presence-track.js').Presence} Presence
 *
 * @typedef {'P2P_DIRECT' | 'P2P_TURN' | 'SFU'} Topology
 * @typedef {'SDP_OFFER' | 'SDP_ANSWER' | 'ICE_CANDIDATE'} SignalType
 * @typedef {import('./world-wire.js').WorldUser} WorldUser
 * @typedef {import('./world-wire.js').WorldPeer} WorldPeer
 * @typedef {import('./world-wire.js').Zone} Zone
 *
 * @typedef {object} WorldState
 * @property {Zone} zone
 * @property {Topology} topology
 * @property {Map<string, WorldPeer>} peers the others in the zone, by user
 * @property {boolean} again whether this follows a reconnect
 *
 * @typedef {object} WorldEvents
 * @property {WorldState} state at the first connect, and after each reconnect that is not `resumed`
 * @property {undefined} resumed the connection was lost and is back, and the server sends what was missed: calls go on
 * @property {{zone: Zone, previous: Zone | null, asked: boolean}} zone one is in another zone; `asked`: as one wanted
 * @property {Topology} topology how the zone's media is to travel from now on
 * @property {WorldPeer} joined somebody has come into the zone
 * @property {WorldPeer} left
 * @property {WorldPeer} presence somebody in the zone has moved, or sat down
 * @property {{position: Position, reason: 'collision' | 'occupied' | 'invalid'}} corrected one is there, and nowhere else
 * @property {{objectId: string, lockId: string | null}} granted
 * @property {{objectId: string, reason: 'occupied' | 'invalid' | 'unauthorized'}} denied
 * @property {{objectId: string, userId: string | null}} occupied an object of the zone was taken or, with null, left
 * @property {{type: SignalType, from: string, payload: Record<string, any>}} signal
 * @property {{servers: RTCIceServer[], peerId: string | null}} turn
 * @property {{url: string, token: string, zoneId: string}} promoted the zone moves to a media server
 * @property {{userId: string, seconds: number}} muted by a moderator, perhaps oneself; told again of whom one
 *   meets, with 0 where it has ended meanwhile
 * @property {{code: string, message: string, details: Record<string, any>}} error
 * @property {ConnectionEvents['retry']} retry
 * @property {ConnectionEvents['close']} close
 */

/** Errors before the world is entered after which another attempt would end alike. */
const finalErrors = new Set(['AUTH_FAILED', 'INVALID_REQUEST', 'PERMISSION_DENIED', 'WORLD_NOT_FOUND']);

/** Of these only the newest is worth anything, so they have no number; see docs/protocols/world.md. */
const uncounted = new Set(['PRESENCE_UPDATE', 'MOVE_INTENT', 'PRESENCE_BROADCAST', 'PRESENCE_BATCH']);

/**
 * The `world` protocol: one user in one world. It says where one is, who else is in the zone, and passes signals.
 * A connection that drops comes back by itself, within the server's grace unseen by the others.
 *
 * @extends {Emitter<WorldEvents>}
 */
export class WorldClient extends Emitter {
  /** @type {WorldUser | null} */
  user = null;
  /** Where the server has last put one: at the spawn point, to begin with. @type {Position | null} */
  position = null;
  /** Of the map, so that who draws it knows which one to fetch. */
  version = '';
  #here = new ZoneState();
  #entered = false;
  #everEntered = false;
  /** The zone one has asked for, and no answer has come. @type {string | null} */
  #asked = null;
  #lastTimestamp = 0;

  /**
   * @param {object} options
   * @param {string} options.url the server's address, with or without the path `/world`
   * @param {string} options.worldId
   * @param {string | (() => string | Promise<string>)} options.token asked again at each attempt when a function
   * @param {string} [options.clientVersion]
   * @param {ConnectionOptions} [options.connection]
   */
  constructor({ url, worldId, token, clientVersion = '1.0.0', connection }) {
    super();
    this.worldId = worldId;
    this.token = token;
    this.clientVersion = clientVersion;
    const counts = (/** @type {any} */ { type }) => !uncounted.has(type);
    this.connection = new Connection(socketAddress(url), { ...connection, counts });
    this.sender = new PresenceSender(presence => this.#sendPresence(presence), () => this.locks.size > 0);
    this.connection.on('open', () => void this.#introduce());
    this.connection.on('message', ({ type, payload }) => this.#receive(type, payload ?? {}));
    this.connection.on('retry', detail => this.#pause('retry', detail));
    this.connection.on('close', detail => this.#pause('close', detail));
  }

  /** Whether one is in the world now, and not about to come back. */
  get entered() {
    return this.#entered;
  }

  get zone() {
    return this.#here.zone;
  }

  get topology() {
    return this.#here.topology;
  }

  /** The others in the zone, by user. */
  get peers() {
    return this.#here.peers;
  }

  /** What one has taken: object → lock, or null where everybody may have it at once. */
  get locks() {
    return this.#here.locks;
  }

  /** Who holds what in the zone: object → user. */
  get occupied() {
    return this.#here.occupied;
  }

  /**
   * Connects and enters the world.
   *
   * @returns {Promise<WorldState>} rejected when the connection is closed for good before that
   */
  connect() {
    const state = this.once('state', 'close');
    this.connection.open();
    return state;
  }

  /** Leaves on purpose: the others see it at once. */
  disconnect() {
    this.sender.stop();
    this.connection.close(1000, 'left');
  }

  /**
   * Tells the zone where one is and what one does. Only the latest counts, at most twelve a second.
   *
   * @param {Presence} presence
   */
  present(presence) {
    this.sender.present(presence);
  }

  /**
   * Asks to go to a tile; `corrected` says if that may not be.
   *
   * @param {Position} position
   */
  move(position) {
    // Of two intents the server believes the newer one, and no clock may make that the wrong one.
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, Date.now());
    return this.#sendLive('MOVE_INTENT', { position, timestamp: this.#lastTimestamp });
  }

  /**
   * Asks to go into another zone; `zone` or an error answers.
   *
   * @param {string} zoneId
   * @param {Position} position in that zone
   */
  enterZone(zoneId, position) {
    this.#asked = zoneId;
    this.sender.forget();
    return this.#sendLive('ZONE_TRANSITION', { from_zone_id: this.zone?.id, to_zone_id: zoneId, position });
  }

  /**
   * @param {string} objectId
   * @param {string} action `sit`, `use` or `attach`
   */
  interact(objectId, action) {
    return this.#sendLive('INTERACT_REQUEST', { object_id: objectId, action });
  }

  /** @param {string} objectId one that this client holds */
  release(objectId) {
    const lockId = this.locks.get(objectId);
    this.locks.delete(objectId);
    return Boolean(lockId) && this.#sendLive('INTERACT_END', { object_id: objectId, lock_id: lockId });
  }

  /**
   * @param {SignalType} type
   * @param {string} to
   * @param {{sdp?: string, candidate?: RTCIceCandidateInit}} payload
   */
  signal(type, to, payload) {
    return this.#send(type, { to, ...payload });
  }

  /** @param {string} peerId whom no route leads to: the server answers with TURN servers, for both */
  iceFailed(peerId) {
    return this.#send('ICE_FAILED', { peer_id: peerId });
  }

  /** @param {string} zoneId */
  sfuConnected(zoneId) {
    return this.#send('SFU_CONNECTED', { zone_id: zoneId });
  }

  /**
   * @param {string} zoneId
   * @param {'error' | 'manual'} reason
   */
  sfuDisconnected(zoneId, reason) {
    return this.#send('SFU_DISCONNECTED', { zone_id: zoneId, reason });
  }

  /**
   * @param {string} userId
   * @param {number} seconds
   */
  mute(userId, seconds) {
    return this.#send('MUTE_USER', { target_user_id: userId, duration: seconds });
  }

  /** @param {string} userId */
  removeFromZone(userId) {
    return this.#send('REMOVE_FROM_ZONE', { target_user_id: userId, zone_id: this.zone?.id });
  }

  /** @param {string} userId */
  kick(userId) {
    return this.#send('KICK_FROM_WORLD', { target_user_id: userId, world_id: this.worldId });
  }

  async #introduce() {
    try {
      const token = typeof this.token === 'function' ? await this.token() : this.token;
      if (!this.zone) this.connection.beginAnew();
      const payload = { token, client_version: this.clientVersion, capabilities: ['presence_batch'] };
      Object.assign(payload, this.connection.resumeRequest);
      this.connection.sendNow(envelope('CONNECT', payload));
    } catch (error) {
      this.connection.drop(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * @param {string} type
   * @param {Record<string, any>} payload
   */
  #receive(type, payload) {
    switch (type) {
      case 'CONNECTED':
        this.user = readUser(payload.user);
        return this.#connected(payload.resume);
      case 'WORLD_STATE':
        return this.#enter(payload);
      case 'ZONE_TRANSITIONED':
        return this.#changeZone(payload);
      case 'PEER_JOINED':
        return this.#join(payload);
      case 'PEER_LEFT':
        return this.#lose(payload.user_id);
      case 'PRESENCE_BROADCAST':
        return this.#see(payload);
      case 'PRESENCE_BATCH':
        for (const update of payload.updates ?? []) this.#see(update);
        return;
      case 'POSITION_CORRECTION':
        this.position = middle(payload.correct_position);
        this.#asked = null;
        this.sender.forget();
        return this.emit('corrected', { position: this.position, reason: payload.reason });
      case 'INTERACT_GRANTED':
        this.locks.set(payload.object_id, payload.lock_id);
        return this.emit('granted', { objectId: payload.object_id, lockId: payload.lock_id });
      case 'INTERACT_DENIED':
        return this.emit('denied', { objectId: payload.object_id, reason: payload.reason });
      case 'OBJECT_OCCUPIED':
        return this.#occupy(payload);
      case 'SDP_OFFER':
      case 'SDP_ANSWER':
      case 'ICE_CANDIDATE':
        return this.emit('signal', { type, from: payload.from, payload });
      case 'TURN_CREDENTIALS':
        return this.emit('turn', { servers: [readRelay(payload)], peerId: payload.peer_id ?? null });
      case 'PROMOTE_TO_SFU':
        this.#setTopology('SFU');
        return this.emit('promoted', { url: payload.sfu_url, token: payload.sfu_token, zoneId: payload.zone_id });
      case 'MUTE_USER':
        return this.#mute(payload.target_user_id, payload.duration);
      case 'ERROR':
        return this.#fail(payload);
      default: // whatever later versions add
    }
  }

  /** @param {import('./resumption.js').ResumeAnswer} [answer] */
  #connected(answer) {
    this.connection.answered(answer);
    if (answer?.result === 'snapshot') return; // the state follows by itself
    if (answer?.result !== 'resumed')
      return void this.connection.sendNow(envelope('JOIN_WORLD', { world_id: this.worldId }));
    // What one held was given back when the connection was lost: the server says so among what was missed.
    this.#entered = true;
    this.connection.ready();
    this.sender.again();
    this.emit('resumed', undefined);
  }

  /** @param {Record<string, any>} payload */
  #enter(payload) {
    const again = this.#everEntered;
    this.#entered = this.#everEntered = true;
    this.version = payload.version ?? '';
    const zone = readZone(payload.current_zone);
    this.#arrive(zone, payload, payload.peers);
    this.connection.ready();
    this.emit('state', { zone, topology: this.topology, peers: this.peers, again });
  }

  /** @param {Record<string, any>} payload */
  #changeZone(payload) {
    const previous = this.zone;
    const zone = readZone(payload.zone);
    if (zone.id === previous?.id) return this.#setTopology(payload.media_topology);
    const asked = this.#asked === zone.id;
    this.locks.clear();
    this.#arrive(zone, payload, payload.presence_snapshot);
    this.emit('zone', { zone, previous, asked });
  }

  /**
   * Who is muted is told before the news of the zone, so that nobody's sound slips through and no offer is made in vain.
   *
   * @param {Zone} zone
   * @param {Record<string, any>} payload
   * @param {any[]} [users]
   */
  #arrive(zone, { media_topology, position, objects, muted_for }, users = []) {
    this.#asked = null;
    if (position) this.position = middle(position);
    const self = this.user?.userId ?? '';
    this.#here.enter(zone, media_topology, users, objects, self);
    this.#mute(self, muted_for);
    for (const user of users) if (user.user_id !== self) this.#mute(user.user_id, user.muted_for);
  }

  /** @param {string} userId @param {number} [seconds] */
  #mute(userId, seconds = 0) {
    if (this.#here.mute(userId, seconds)) this.emit('muted', { userId, seconds });
  }

  /** @param {Record<string, any>} payload */
  #join(payload) {
    const peer = readPeer(payload.user, payload);
    if (peer.userId === this.user?.userId) return;
    this.peers.set(peer.userId, peer);
    this.#mute(peer.userId, payload.muted_for);
    this.emit('joined', peer);
  }

  /** @param {string} userId */
  #lose(userId) {
    const peer = this.#here.leave(userId);
    if (peer) this.emit('left', peer);
  }

  /** @param {Record<string, any>} update */
  #see(update) {
    const peer = this.#here.see(update);
    if (peer) this.emit('presence', peer);
  }

  /** @param {Record<string, any>} payload */
  #occupy({ object_id: objectId, user_id: userId = null }) {
    this.#here.occupy(objectId, userId, this.user?.userId);
    this.emit('occupied', { objectId, userId });
  }

  /** @param {Record<string, any>} payload */
  #fail({ code, message, details: given }) {
    const details = given ?? {};
    if (refusesZone(code, details)) this.#asked = null;
    this.emit('error', { code, message, details });
    if (details.reason === 'world_gone') return this.connection.close(1000, message);
    if (this.#entered) return;
    if (finalErrors.has(code)) this.connection.close(1000, message);
    else this.connection.drop(message);
  }

  /** @param {Topology} topology */
  #setTopology(topology) {
    if (this.topology === topology) return;
    this.#here.topology = topology;
    this.emit('topology', topology);
  }

  /** @param {Presence} presence */
  #sendPresence(presence) {
    if (this.zone && !this.#asked) this.#sendLive('PRESENCE_UPDATE', { ...presence, zone_id: this.zone.id });
  }

  /**
   * What would be stale after a reconnect is not kept for one.
   *
   * @param {string} type
   * @param {object} payload
   */
  #sendLive(type, payload) {
    return this.#entered && this.connection.sendNow(envelope(type, payload));
  }

  /**
   * @param {string} type
   * @param {object} payload
   */
  #send(type, payload) {
    return this.connection.send(envelope(type, payload));
  }

  /**
   * @template {'retry' | 'close'} Name
   * @param {Name} name
   * @param {WorldEvents[Name]} detail
   */
  #pause(name, detail) {
    this.#entered = false;
    if (name === 'close') this.sender.stop();
    this.emit(name, detail);
  }
}
