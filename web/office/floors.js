import { box, chance, line, shade } from './art.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('./plan.js').Plan} Plan
 * @typedef {{kind: 'wood' | 'carpet' | 'tiles' | 'grass' | 'stone', color: string}} Floor
 */

/** What a layer of floors may ask for by number. Carpets have their zone's color. @type {Record<number, Floor>} */
const byNumber = {
  1: { kind: 'wood', color: '#d8b488' },
  2: { kind: 'carpet', color: '#8fa3b8' },
  3: { kind: 'tiles', color: '#e6e0d4' },
  4: { kind: 'grass', color: '#9cba7d' },
  5: { kind: 'stone', color: '#d6cfc4' },
};

/** Otherwise a zone has one by its type; zones of one type differ. @type {Record<string, Floor[]>} */
const byType = {
  OpenArea: [{ kind: 'wood', color: '#d8b488' }, { kind: 'wood', color: '#cfa678' }],
  TeamArea: [{ kind: 'carpet', color: '#8eabc4' }, { kind: 'carpet', color: '#a3b79c' }, { kind: 'carpet', color: '#c3ac91' }],
  MeetingRoom: [{ kind: 'carpet', color: '#a89bc4' }, { kind: 'carpet', color: '#7fa9a8' }, { kind: 'carpet', color: '#c49a9a' }],
  PrivateRoom: [{ kind: 'carpet', color: '#b8a58c' }, { kind: 'carpet', color: '#a9a3b0' }, { kind: 'carpet', color: '#b48f86' }],
};

const nowhere = byNumber[5];

/**
 * Which floor lies on each tile; walls have none.
 *
 * @param {Plan} plan
 * @returns {(x: number, y: number) => Floor | null}
 */
export function floorsOf(plan) {
  const { map } = plan;
  const layer = map.file.map.layers.find(({ id, collision, tiles }) => !collision && /floor/i.test(id) && tiles.length);
  /** @type {Map<string, Floor>} */
  const zones = new Map();
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { id, type } of map.zones) {
    const choices = byType[type] ?? [nowhere];
    counts[type] = (counts[type] ?? -1) + 1;
    zones.set(id, choices[counts[type] % choices.length]);
  }
  return (x, y) => {
    if (!map.contains(x, y) || plan.isWall(x, y)) return null;
    const asked = byNumber[layer?.tiles[y * map.width + x] ?? 0];
    const own = zones.get(map.zoneAt(x, y)?.id ?? '');
    return (asked?.kind === 'carpet' && own?.kind === 'carpet' ? own : asked) ?? own ?? nowhere;
  };
}

/**
 * Floors reach under the walls beside them, as walls are thinner than a tile.
 *
 * @param {Context} context
 * @param {Plan} plan
 */
export function paintFloors(context, plan) {
  const { width, height } = plan.map;
  const floorAt = floorsOf(plan);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const floor = floorAt(x, y);
      if (floor) paintTile(context, floor, x, y);
      else paintUnderWall(context, floorAt, x, y);
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (floorAt(x, y)?.kind === 'carpet') paintEdge(context, floorAt, x, y);
}

/**
 * @param {Context} context
 * @param {(x: number, y: number) => Floor | null} floorAt
 * @param {number} x
 * @param {number} y
 */
function paintUnderWall(context, floorAt, x, y) {
  const sides = /** @type {const} */ ([[-1, 0, 0, 0, 0.5, 1], [1, 0, 0.5, 0, 0.5, 1], [0, -1, 0, 0, 1, 0.3], [0, 1, 0, 0.5, 1, 0.5]]);
  for (const [dx, dy, left, top, width, height] of sides) {
    const floor = floorAt(x + dx, y + dy);
    if (!floor) continue;
    context.save();
    context.beginPath();
    context.rect(x + left, y + top, width, height);
    context.clip();
    paintTile(context, floor, x, y);
    context.restore();
  }
}

/**
 * @param {Context} context
 * @param {Floor} floor
 * @param {number} x
 * @param {number} y
 */
function paintTile(context, { kind, color }, x, y) {
  switch (kind) {
    case 'wood':
      return paintPlanks(context, color, x, y);
    case 'tiles':
      return paintSquares(context, color, x, y);
    case 'carpet':
      return paintSpeckles(context, color, x, y, 7, 0.035);
    case 'stone':
      return paintSlabs(context, color, x, y);
    case 'grass':
      return paintSpeckles(context, color, x, y, 6, 0.09);
  }
}

/** Large slabs, each of two tiles by two. @type {(context: Context, color: string, x: number, y: number) => void} */
function paintSlabs(context, color, x, y) {
  const [column, row] = [Math.floor((x + (Math.floor(y / 2) % 2)) / 2), Math.floor(y / 2)];
  paintSpeckles(context, shade(color, (chance(column, row * 3) - 0.5) * 0.14), x, y, 5, 0.05, color);
  if (y % 2 === 0) box(context, shade(color, -0.13), x, y, 1.01, 0.03);
  if ((x + (row % 2)) % 2 === 0) box(context, shade(color, -0.13), x, y, 0.03, 1.01);
}

/** @type {(context: Context, color: string, x: number, y: number) => void} */
function paintPlanks(context, color, x, y) {
  for (let k = 0; k < 3; k++) {
    const row = y * 3 + k;
    const offset = Math.floor(chance(row, 5) * 4);
    const plank = Math.floor((x + offset) / 4);
    const top = y + k / 3;
    box(context, shade(color, (chance(plank, row) - 0.5) * 0.16), x, top, 1.01, 1 / 3 + 0.01);
    box(context, shade(color, -0.16), x, top, 1.01, 0.022);
    if ((x + offset) % 4 === 0) box(context, shade(color, -0.2), x, top, 0.025, 1 / 3);
  }
}

/** @type {(context: Context, color: string, x: number, y: number) => void} */
function paintSquares(context, color, x, y) {
  box(context, shade(color, -0.12), x, y, 1.01, 1.01);
  for (const dx of [0, 0.5])
    for (const dy of [0, 0.5]) {
      const dark = (dx + dy) % 1 !== 0;
      box(context, shade(color, dark ? -0.07 : 0.25), x + dx + 0.012, y + dy + 0.012, 0.476, 0.476);
    }
}

/** @type {(context: Context, ground: string, x: number, y: number, count: number, strength: number, color?: string) => void} */
function paintSpeckles(context, ground, x, y, count, strength, color = ground) {
  box(context, ground, x, y, 1.01, 1.01);
  for (let i = 0; i < count; i++) {
    const [a, b] = [chance(x * 17 + i, y), chance(x, y * 17 + i)];
    box(context, shade(color, i % 2 ? strength : -strength), x + a * 0.85, y + b * 0.85, 0.15, 0.15);
  }
}

/**
 * A woven edge where a carpet ends.
 *
 * @type {(context: Context, floorAt: (x: number, y: number) => Floor | null, x: number, y: number) => void}
 */
function paintEdge(context, floorAt, x, y) {
  const floor = /** @type {Floor} */ (floorAt(x, y));
  const ends = (/** @type {number} */ dx, /** @type {number} */ dy) => floorAt(x + dx, y + dy) !== floor;
  const style = shade(floor.color, -0.13);
  const inset = 0.16;
  const [west, east, north, south] = [ends(-1, 0), ends(1, 0), ends(0, -1), ends(0, 1)];
  const [left, right] = [x + (west ? inset : 0), x + 1 - (east ? inset : 0)];
  const [top, bottom] = [y + (north ? inset : 0), y + 1 - (south ? inset : 0)];
  if (north) line(context, style, 0.05, [left, top, right, top]);
  if (south) line(context, style, 0.05, [left, bottom, right, bottom]);
  if (west) line(context, style, 0.05, [left, top, left, bottom]);
  if (east) line(context, style, 0.05, [right, top, right, bottom]);
}
