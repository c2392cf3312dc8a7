/**
 * A world file, as the server checks moves against it: what blocks, which zone a tile is in, and where things stand.
 *
 * @typedef {{x: number, y: number}} Position in tiles, from the upper left corner of the map; the middle
 *   of a tile is at a half
 * @typedef {{x: number, y: number, width: number, height: number}} Bounds
 * @typedef {'OpenArea' | 'TeamArea' | 'MeetingRoom' | 'PrivateRoom'} ZoneType
 *
 * @typedef {object} MapZone
 * @property {string} id
 * @property {ZoneType} type
 * @property {Bounds} bounds
 * @property {string} [name]
 * @property {{sharedTiles?: boolean}} [overrides]
 *
 * @typedef {object} MapDoor
 * @property {string} id
 * @property {Bounds} bounds
 * @property {string} leadsToZone
 * @property {{type: string, allowedRoles?: string[]}} [access]
 *
 * @typedef {object} MapObject
 * @property {string} id
 * @property {string} type
 * @property {Position} position
 * @property {'single' | 'multiple'} [occupancy]
 * @property {{action: string, requires?: string | string[] | null}} [interaction] `requires` names objects, and roles
 * @property {string[]} [linkedObjects]
 * @property {string} [name]
 * @property {Record<string, any>} [meta] for those who draw it
 *
 * @typedef {object} MapLayer
 * @property {string} id
 * @property {number[]} tiles row-major; 0 for nothing
 * @property {boolean} [collision]
 *
 * @typedef {object} WorldFile
 * @property {string} worldId
 * @property {Record<string, any>} [meta]
 * @property {{tileSet?: any, width: number, height: number, layers: MapLayer[]}} map
 * @property {MapZone[]} zones
 * @property {MapDoor[]} [doors]
 * @property {MapObject[]} [objects]
 */

/** Where zones overlap, the more private one counts. @type {ZoneType[]} */
const byPrivacy = ['OpenArea', 'TeamArea', 'MeetingRoom', 'PrivateRoom'];

/** How far an object may be to be used, in tiles. */
export const reach = 2;

export class WorldMap {
  #blocked;
  /** @type {Int16Array} index of the tile's zone, -1 outside of all */
  #zones;
  /** @type {Map<string, MapZone>} */
  #zonesById = new Map();
  /** @type {Map<string, MapObject>} */
  #objectsById = new Map();

  /** @param {WorldFile} file */
  constructor(file) {
    this.file = file;
    this.width = file.map.width;
    this.height = file.map.height;
    this.zones = file.zones;
    this.doors = file.doors ?? [];
    this.objects = file.objects ?? [];
    this.#blocked = blockedTiles(file.map);
    this.#zones = this.#layZones();
    for (const zone of this.zones) this.#zonesById.set(zone.id, zone);
    for (const object of this.objects) this.#objectsById.set(object.id, object);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  contains(x, y) {
    return x >= 0 && y >= 0 && x < this.width && y < this.height;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {boolean} also beyond the map
   */
  blocks(x, y) {
    return !this.contains(x, y) || this.#blocked[this.#index(x, y)] === 1;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {MapZone | null}
   */
  zoneAt(x, y) {
    const index = this.contains(x, y) ? this.#zones[this.#index(x, y)] : -1;
    return this.zones[index] ?? null;
  }

  /** @param {string} id */
  zone(id) {
    return this.#zonesById.get(id) ?? null;
  }

  /** @param {string} id */
  object(id) {
    return this.#objectsById.get(id) ?? null;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {MapDoor | null}
   */
  doorAt(x, y) {
    return this.doors.find(({ bounds }) => isWithin(bounds, x, y)) ?? null;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {MapObject | null} the one on that tile, rather one that can be used
   */
  objectAt(x, y) {
    const here = this.objects.filter(({ position }) => sameTile(position, { x, y }));
    return here.find(({ interaction }) => interaction) ?? here[0] ?? null;
  }

  /**
   * @param {MapObject} object
   * @returns {MapObject[]} what one has to hold before: the chair before the desk
   */
  requiredBy({ interaction }) {
    const names = interaction?.requires ?? [];
    return (Array.isArray(names) ? names : [names]).flatMap(name => this.object(name) ?? []);
  }

  /**
   * Objects that can be used from a place, the nearest first.
   *
   * @param {Position} position
   * @returns {MapObject[]}
   */
  within(position) {
    return this.objects
      .filter(object => object.interaction && distance(object.position, position) <= reach)
      .sort((a, b) => distance(a.position, position) - distance(b.position, position));
  }

  #layZones() {
    const tiles = new Int16Array(this.width * this.height).fill(-1);
    const rank = (/** @type {MapZone} */ zone) => byPrivacy.indexOf(zone.type);
    const order = this.zones.map((zone, index) => ({ zone, index })).sort((a, b) => rank(a.zone) - rank(b.zone));
    for (const { zone, index } of order) {
      const { x, y, width, height } = zone.bounds;
      for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row++)
        tiles.fill(index, row * this.width + Math.max(0, x), row * this.width + Math.min(this.width, x + width));
    }
    return tiles;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #index(x, y) {
    return Math.floor(y) * this.width + Math.floor(x);
  }
}

/**
 * @param {Position} a
 * @param {Position} b
 */
export function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/**
 * @param {Position} a
 * @param {Position} b
 */
export function sameTile(a, b) {
  return Math.floor(a.x) === Math.floor(b.x) && Math.floor(a.y) === Math.floor(b.y);
}

/** @param {Position} position @returns {Position} the tile that it lies on */
export function tileOf({ x, y }) {
  return { x: Math.floor(x), y: Math.floor(y) };
}

/** @param {Position} tile @returns {Position} the place in its middle */
export function middleOf({ x, y }) {
  return { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 };
}

/**
 * @param {Bounds} bounds
 * @param {number} x
 * @param {number} y
 */
function isWithin({ x: left, y: top, width, height }, x, y) {
  return x >= left && y >= top && x < left + width && y < top + height;
}

/** @param {WorldFile['map']} map */
function blockedTiles({ width, height, layers }) {
  const blocked = new Uint8Array(width * height);
  for (const { tiles, collision } of layers)
    if (collision) tiles.forEach((tile, index) => tile !== 0 && (blocked[index] = 1));
  return blocked;
}
