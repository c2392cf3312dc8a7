import { Emitter } from './emitter.js';
import { facingOf } from './presence-track.js';
import { distance, middleOf, reach, sameTile, tileOf } from './world-map.js';
import { findPath, mayStep } from './world-path.js';
import { refusesZone } from './world-wire.js';

/**
 * @typedef {import('./world.js').WorldClient} WorldClient
 * @typedef {import('./world-map.js').WorldMap} WorldMap
 * @typedef {import('./world-map.js').MapObject} MapObject
 * @typedef {import('./world-map.js').Position} Position
 * @typedef {import('./presence-track.js').Facing} Facing
 * @typedef {import('./presence-track.js').PresenceState} PresenceState
 *
 * @typedef {object} WalkerEvents
 * @property {MapObject | null} using what one has taken, or null when one has left it
 * @property {{object: MapObject, reason: string}} denied
 * @property {{wanted: Position, reason: string}} corrected the server did not let one go to that tile
 */

/** Below the server's 8, as frames are not exact. In tiles a millisecond. */
const speed = 5.5 / 1000;

/** How long to wait for somebody who stands in the only way, in milliseconds, and how often. */
const waitTime = 250;
const mostWaits = 8;

/** How long to stand still after a correction, so that a key held down does not ask again at every frame. */
const pauseAfterCorrection = 400;

/**
 * Oneself on the map. One goes from tile to tile, shown at once and asked of the server as the step begins; what the
 * server does not allow is taken back. Everything happens in `at`, once a frame.
 *
 * @extends {Emitter<WalkerEvents>}
 */
export class Walker extends Emitter {
  x;
  y;
  /** @type {Facing} */
  facing = 'south';
  /** @type {MapObject | null} what one sits on, or uses */
  object = null;
  /** Tiles still to go to. @type {Position[]} */
  path = [];
  /** @type {Position} the tile one stands on, or steps to */
  #tile;
  /** @type {{from: Position, begun: number, length: number} | null} */
  #step = null;
  #steering = { dx: 0, dy: 0 };
  #pausedUntil = 0;
  /** Where one was before the change of zone that is under way. @type {Position | null} */
  #beforeZone = null;
  /** What one walks to, to use it. @type {{object: MapObject, asked: boolean} | null} */
  #aim = null;
  #sits = false;
  /** Whether one has been given a seat, and is on the way to it. */
  #approaches = false;
  /** How often somebody has been found in the way since the last step. */
  #waits = 0;
  #now = 0;
  /** When the last step was over, which is a little before the frame that shows it. */
  #over = 0;

  /**
   * @param {WorldClient} client in the world already
   * @param {WorldMap} map
   */
  constructor(client, map) {
    super();
    this.client = client;
    this.map = map;
    const position = client.position ?? { x: 0, y: 0 };
    this.#tile = tileOf(position);
    ({ x: this.x, y: this.y } = middleOf(position));
    this.#listen();
    this.#present();
  }

  get moving() {
    return this.#step !== null;
  }

  /** The tile one stands on, or steps to. */
  get tile() {
    return this.#tile;
  }

  /** @returns {PresenceState} */
  get state() {
    if (this.#sits) return 'sitting';
    return this.#step || this.path.length ? 'walking' : 'idle';
  }

  /**
   * Walks in a direction until told otherwise.
   *
   * @param {number} dx -1, 0 or 1
   * @param {number} dy
   */
  steer(dx, dy) {
    if (dx === this.#steering.dx && dy === this.#steering.dy) return;
    this.#steering = { dx, dy };
    if (dx || dy) this.#giveUp();
  }

  /**
   * Walks to a tile, or as near to it as one can.
   *
   * @param {Position} tile
   */
  goTo(tile) {
    this.#giveUp();
    this.path = this.#find(tile);
  }

  /**
   * Walks to an object and takes it as soon as it is in reach.
   *
   * @param {MapObject} object
   */
  use(object) {
    if (this.object === object) return;
    this.#giveUp();
    this.#aim = { object, asked: false };
    if (this.#isInReach(object)) return;
    this.path = this.#pathTo(object);
    if (this.path.length === 0) this.#fail(object, 'unreachable');
  }

  /** Leaves what one sits on or uses. */
  leave() {
    if (!this.object) return;
    this.client.release(this.object.id);
    this.#left();
  }

  /**
   * Goes on, as far as one gets until then.
   *
   * @param {number} now in milliseconds, of one clock
   */
  at(now) {
    this.#now = now;
    if (this.#step && !this.#go(this.#step)) return;
    if (now < this.#pausedUntil || this.#beforeZone || !this.client.entered) return;
    if (this.#aim && !this.#aim.asked && this.#isInReach(this.#aim.object)) return this.#ask(this.#aim);
    if (this.#aim?.asked && !this.object) return; // wait for the answer
    this.#next();
    if (this.#step) this.#go(this.#step);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {boolean} whether one may stand there, as far as is known here
   */
  isFree(x, y) {
    if (!this.#isOpen(x, y)) return false;
    if (this.map.zoneAt(x, y)?.overrides?.sharedTiles) return true;
    for (const { presence } of this.client.peers.values())
      if (Math.floor(presence.position.x) === x && Math.floor(presence.position.y) === y) return false;
    return true;
  }

  /** Whether one could stand there, were it not for others. @param {number} x @param {number} y */
  #isOpen(x, y) {
    return !this.map.blocks(x, y) && this.map.zoneAt(x, y) !== null;
  }

  /** @param {{from: Position, begun: number, length: number}} step @returns {boolean} whether it is done */
  #go({ from, begun, length }) {
    const part = Math.min(1, ((this.#now - begun) * speed) / length);
    this.x = from.x + (this.#tile.x - from.x) * part + 0.5;
    this.y = from.y + (this.#tile.y - from.y) * part + 0.5;
    if (part < 1) return false;
    this.#step = null;
    this.#over = begun + length / speed;
    const goesOn = this.path.length > 0 || this.#steering.dx !== 0 || this.#steering.dy !== 0;
    if (!goesOn) this.#arrive();
    return true;
  }

  #next() {
    const { dx, dy } = this.#steering;
    if (dx || dy) return this.#stepTowards(dx, dy);
    const next = this.path.shift();
    if (!next) return;
    if (!this.#stepBy(next.x - this.#tile.x, next.y - this.#tile.y)) this.#goAround(next);
  }

  /**
   * Somebody has stepped into the way. Where there is no other, they may go on in a moment.
   *
   * @param {Position} next
   */
  #goAround(next) {
    this.path = this.#find(this.path.at(-1) ?? next);
    if (this.path.length > 0 && this.isFree(this.path[0].x, this.path[0].y)) return;
    if (++this.#waits <= mostWaits) this.#pausedUntil = this.#now + waitTime;
    else this.path = [];
    if (this.path.length === 0) this.#arrive();
  }

  /**
   * The way around those who stand about, or, where they block the only one, the way through them: they may move.
   *
   * @param {Position} goal
   */
  #find(goal) {
    const leadsThere = (/** @type {Position[]} */ path) => path.length > 0 && sameTile(path[path.length - 1], goal);
    const around = findPath((x, y) => this.isFree(x, y), this.#tile, goal);
    if (leadsThere(around)) return around;
    const through = findPath((x, y) => this.#isOpen(x, y), this.#tile, goal);
    return leadsThere(through) ? through : around;
  }

  /**
   * Along a wall one glides rather than stops.
   *
   * @param {number} dx
   * @param {number} dy
   */
  #stepTowards(dx, dy) {
    const before = this.facing;
    const done = this.#stepBy(dx, dy) || (dx !== 0 && dy !== 0 && (this.#stepBy(dx, 0) || this.#stepBy(0, dy)));
    if (!done && this.facing !== before) this.#present();
  }

  /**
   * @param {number} dx
   * @param {number} dy
   * @returns {boolean} whether a step has begun
   */
  #stepBy(dx, dy) {
    this.facing = facingOf(dx, dy);
    if (!mayStep((x, y) => this.isFree(x, y), this.#tile, dx, dy)) return false;
    const from = this.#tile;
    const to = { x: from.x + dx, y: from.y + dy };
    this.#waits = 0;
    // Standing up is told before the first step, so that a seat is free as soon as it looks free.
    if (this.object && !this.#approaches) this.leave();
    this.#tile = to;
    // Where one goes on walking, the new step begins where the last one ended, so that no frame stands still.
    const begun = this.#now - this.#over < 50 ? this.#over : this.#now;
    this.#step = { from, begun, length: Math.hypot(dx, dy) };
    const zone = this.map.zoneAt(to.x, to.y);
    if (zone && zone.id !== this.client.zone?.id) {
      this.#beforeZone = from;
      this.client.enterZone(zone.id, middleOf(to));
    } else {
      this.client.move(middleOf(to));
      this.#present();
    }
    return true;
  }

  #arrive() {
    this.#approaches = false;
    if (this.object?.interaction?.action === 'sit') {
      this.#sits = true;
      this.facing = this.object.meta?.facing ?? this.facing;
    }
    if (this.#aim && !this.object && !this.#isInReach(this.#aim.object)) this.#fail(this.#aim.object, 'unreachable');
    this.#present();
  }

  /** @param {{object: MapObject, asked: boolean}} aim */
  #ask(aim) {
    aim.asked = true;
    this.path = [];
    this.client.interact(aim.object.id, aim.object.interaction?.action ?? 'use');
    this.#present();
  }

  /** @param {string} objectId */
  #granted(objectId) {
    const aim = this.#aim;
    if (aim?.object.id !== objectId) return void this.client.release(objectId); // one has gone on meanwhile
    this.object = aim.object;
    this.#aim = null;
    if (this.object.interaction?.action === 'sit') this.path = this.#pathTo(this.object);
    this.#approaches = this.path.length > 0;
    if (this.path.length === 0) this.#arrive();
    this.emit('using', this.object);
  }

  /** @param {MapObject} object */
  #pathTo({ position }) {
    return this.#find(tileOf(position));
  }

  /** @param {MapObject} object */
  #isInReach({ position }) {
    return distance(middleOf(this.#tile), position) <= reach;
  }

  /** @param {MapObject} object @param {string} reason */
  #fail(object, reason) {
    this.#aim = null;
    this.emit('denied', { object, reason });
  }

  #giveUp() {
    this.path = [];
    this.#aim = null;
    this.#approaches = false;
  }

  #left() {
    this.object = null;
    this.#sits = false;
    this.emit('using', null);
  }

  #present() {
    this.client.present({ position: middleOf(this.#tile), facing: this.facing, state: this.state });
  }

  /** @param {Position} position */
  #jump(position) {
    const missedSeat = this.#approaches;
    this.#step = null;
    this.#beforeZone = null;
    this.#giveUp();
    this.#tile = tileOf(position);
    ({ x: this.x, y: this.y } = middleOf(position));
    this.#pausedUntil = this.#now + pauseAfterCorrection;
    if (missedSeat) this.leave();
    else if (this.object && !this.#isInReach(this.object)) this.#left();
    this.#present();
  }

  #listen() {
    const { client } = this;
    client.on('corrected', ({ position, reason }) => {
      const wanted = this.#tile;
      this.#jump(position);
      this.emit('corrected', { wanted, reason });
    });
    client.on('granted', ({ objectId }) => this.#granted(objectId));
    client.on('denied', ({ objectId, reason }) => {
      if (this.#aim?.object.id === objectId) this.#fail(this.#aim.object, reason);
    });
    client.on('occupied', ({ objectId, userId }) => {
      if (this.object?.id === objectId && userId !== client.user?.userId) this.#left();
    });
    client.on('zone', ({ asked }) => this.#zoneChanged(asked));
    client.on('error', ({ code, details }) => {
      if (this.#beforeZone && refusesZone(code, details)) this.#jump(this.#beforeZone);
    });
    client.on('state', ({ again }) => again && this.#returned());
  }

  /** @param {boolean} asked */
  #zoneChanged(asked) {
    this.#beforeZone = null;
    if (this.object) this.#left();
    if (!asked && this.client.position) return this.#jump(this.client.position);
    this.#present();
  }

  /** Back after a drop: still where one was, or, after too long, at the spawn point. */
  #returned() {
    if (this.object && !this.client.locks.has(this.object.id)) this.#left();
    const { position } = this.client;
    if (this.#beforeZone || (position && !sameTile(position, this.#tile))) this.#jump(position ?? this.#tile);
    else this.#present();
  }
}
