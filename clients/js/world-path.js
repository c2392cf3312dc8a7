/**
 * @typedef {import('./world-map.js').Position} Position
 * @typedef {(x: number, y: number) => boolean} IsFree whether one may stand on a tile
 */

/** Straight steps first, so that paths of equal length have fewer slants. */
const steps = [
  [0, -1], [1, 0], [0, 1], [-1, 0],
  [1, -1], [1, 1], [-1, 1], [-1, -1],
];

/** Past that many tiles a place counts as out of reach. */
const maxVisited = 20_000;

/**
 * Whether one may go from a tile to one beside it; a slant may not cut the corner of something that blocks.
 *
 * @param {IsFree} isFree
 * @param {Position} from
 * @param {number} dx
 * @param {number} dy
 */
export function mayStep(isFree, from, dx, dy) {
  if (!isFree(from.x + dx, from.y + dy)) return false;
  return dx === 0 || dy === 0 || (isFree(from.x + dx, from.y) && isFree(from.x, from.y + dy));
}

/**
 * The shortest way over the grid (A*), or where the goal cannot be reached, the way to the tile nearest to it.
 *
 * @param {IsFree} isFree
 * @param {Position} from a tile
 * @param {Position} to a tile
 * @returns {Position[]} the tiles to go to one after another, without the first; empty when there is nowhere to go
 */
export function findPath(isFree, from, to) {
  const start = node(from.x, from.y, 0, to, null);
  /** @type {Map<string, Node>} */
  const known = new Map([[key(from), start]]);
  const open = new Heap();
  open.push(start);
  let nearest = start;
  for (let visited = 0; visited < maxVisited; visited++) {
    const current = open.pop();
    if (!current) break;
    if (current.left < nearest.left) nearest = current;
    if (current.left === 0) break;
    for (const [dx, dy] of steps) {
      if (!mayStep(isFree, current, dx, dy)) continue;
      const next = node(current.x + dx, current.y + dy, current.cost + (dx && dy ? Math.SQRT2 : 1), to, current);
      const before = known.get(key(next));
      if (before && before.cost <= next.cost) continue;
      known.set(key(next), next);
      open.push(next);
    }
  }
  return wayTo(nearest);
}

/** @typedef {{x: number, y: number, cost: number, left: number, total: number, from: Node | null}} Node */

/**
 * @param {number} x
 * @param {number} y
 * @param {number} cost so far
 * @param {Position} goal
 * @param {Node | null} from
 * @returns {Node}
 */
function node(x, y, cost, goal, from) {
  const [dx, dy] = [Math.abs(goal.x - x), Math.abs(goal.y - y)];
  const left = Math.max(dx, dy) + (Math.SQRT2 - 1) * Math.min(dx, dy);
  return { x, y, cost, left, total: cost + left, from };
}

/** @param {Node} last */
function wayTo(last) {
  /** @type {Position[]} */
  const way = [];
  for (let at = last; at.from; at = at.from) way.unshift({ x: at.x, y: at.y });
  return way;
}

/** @param {Position} position */
function key({ x, y }) {
  return `${x},${y}`;
}

/** A binary heap, the cheapest first. */
class Heap {
  /** @type {Node[]} */
  #items = [];

  /** @param {Node} item */
  push(item) {
    const items = this.#items;
    let i = items.push(item) - 1;
    for (let up = (i - 1) >> 1; i > 0 && items[up].total > item.total; i = up, up = (i - 1) >> 1) items[i] = items[up];
    items[i] = item;
  }

  /** @returns {Node | undefined} */
  pop() {
    const items = this.#items;
    const [top] = items;
    const last = items.pop();
    if (!last || items.length === 0) return top;
    let i = 0;
    for (let down = 1; down < items.length; down = 2 * i + 1) {
      if (down + 1 < items.length && items[down + 1].total < items[down].total) down++;
      if (items[down].total >= last.total) break;
      items[i] = items[down];
      i = down;
    }
    items[i] = last;
    return top;
  }
}
