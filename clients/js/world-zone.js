import { readPeer, readPresence } from './world-wire.js';

/**
 * @typedef {import('./world-wire.js').WorldPeer} WorldPeer
 * @typedef {import('./world-wire.js').Zone} Zone
 * @typedef {import('./world.js').Topology} Topology
 */

/** The zone one is in as the server has told it: how its media travels, who is there, and who holds what. */
export class ZoneState {
  /** @type {Zone | null} */
  zone = null;
  /** @type {Topology} */
  topology = 'P2P_DIRECT';
  /** The others, by user. @type {Map<string, WorldPeer>} */
  peers = new Map();
  /** Who holds what: object → user. @type {Map<string, string>} */
  occupied = new Map();
  /** What one has taken oneself: object → lock, or null where everybody may have it at once. @type {Map<string, string | null>} */
  locks = new Map();
  /** Whom moderators have muted, those who have left among them. @type {Set<string>} */
  #muted = new Set();

  /**
   * @param {Zone} zone
   * @param {Topology} topology
   * @param {any[]} [users] those who are there, perhaps oneself among them
   * @param {{object_id: string, user_id: string}[]} [objects] those that are held
   * @param {string} [selfId]
   */
  enter(zone, topology, users = [], objects = [], selfId) {
    const others = users.filter(user => user.user_id !== selfId);
    this.zone = zone;
    this.topology = topology;
    this.peers = new Map(others.map(user => [user.user_id, readPeer(user, user)]));
    this.occupied = new Map(objects.map(({ object_id, user_id }) => [object_id, user_id]));
    for (const [objectId, lockId] of this.locks)
      if (lockId && this.occupied.get(objectId) !== selfId) this.locks.delete(objectId);
  }

  /** @param {string} userId @returns {WorldPeer | undefined} who has left; nobody when that one was not there */
  leave(userId) {
    const peer = this.peers.get(userId);
    this.peers.delete(userId);
    return peer;
  }

  /** @param {Record<string, any>} update @returns {WorldPeer | undefined} whose presence it is */
  see(update) {
    const peer = this.peers.get(update.user_id);
    if (peer) peer.presence = readPresence(update);
    return peer;
  }

  /**
   * @param {string} userId
   * @param {number} seconds how long it holds from now on; 0 when it does not
   * @returns {boolean} whether that is news
   */
  mute(userId, seconds) {
    const was = this.#muted.delete(userId);
    if (seconds) this.#muted.add(userId);
    return was || seconds > 0;
  }

  /**
   * @param {string} objectId
   * @param {string | null} userId who holds it now, if anybody does
   * @param {string} [selfId]
   */
  occupy(objectId, userId, selfId) {
    if (userId === null) this.occupied.delete(objectId);
    else this.occupied.set(objectId, userId);
    if (userId !== selfId) this.locks.delete(objectId);
  }
}
