/**
 * @typedef {import('/client/world-map.js').WorldMap} WorldMap
 * @typedef {import('/client/world-map.js').MapObject} MapObject
 */

/**
 * What the painters want to know of a map beyond what moves are checked against: which of the tiles that block are
 * walls, and which are only covered by furniture.
 */
export class Plan {
  #walls;
  #windows;

  /** @param {WorldMap} map */
  constructor(map) {
    this.map = map;
    const { width, height } = map;
    this.#windows = map.file.map.layers.find(({ id, tiles }) => /window/i.test(id) && tiles.length > 0)?.tiles;
    this.#walls = new Uint8Array(width * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) this.#walls[y * width + x] = map.blocks(x, y) ? 1 : 0;
    for (const { id, collision, tiles } of map.file.map.layers)
      if (collision && isFurniture(id)) tiles.forEach((tile, index) => tile !== 0 && (this.#walls[index] = 0));
    // Where walls and furniture are one layer, a thing that stands free of walls is no wall.
    if (!map.file.map.layers.some(({ id, collision }) => collision && isFurniture(id))) this.#clearBelow(map.objects);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {boolean} false beyond the map
   */
  isWall(x, y) {
    return this.map.contains(x, y) && this.#walls[y * this.map.width + x] === 1;
  }

  /** Whether the file says where windows are. */
  get namesWindows() {
    return this.#windows !== undefined;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {boolean} whether the file wants a window there
   */
  hasWindow(x, y) {
    return this.map.contains(x, y) && Boolean(this.#windows?.[y * this.map.width + x]);
  }

  /** @param {MapObject[]} objects */
  #clearBelow(objects) {
    for (const object of objects) {
      if (hangsOnWalls(object)) continue;
      const { x, y, width, height } = boundsOf(object);
      for (let row = y; row < y + height; row++)
        for (let column = x; column < x + width; column++)
          if (this.map.contains(column, row)) this.#walls[row * this.map.width + column] = 0;
    }
  }
}

/** @param {string} layer */
function isFurniture(layer) {
  return /furni|object|decor/i.test(layer);
}

/** @param {MapObject} object */
export function hangsOnWalls({ type }) {
  return /whiteboard|board|screen|tv|window|picture|poster|clock/i.test(type);
}

/**
 * @param {MapObject} object
 * @returns {import('/client/world-map.js').Bounds} the tiles it covers, by what its `meta` says
 */
export function boundsOf({ position, meta }) {
  const size = (/** @type {unknown} */ value) => (typeof value === 'number' && value > 0 ? Math.ceil(value) : 1);
  const [x, y] = [Math.floor(position.x), Math.floor(position.y)];
  return { x, y, width: size(meta?.width), height: size(meta?.height) };
}
