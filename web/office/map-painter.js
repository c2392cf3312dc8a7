import { box } from './art.js';
import { paintFloors } from './floors.js';
import { kindOf, paintObject } from './furniture.js';
import { boundsOf, hangsOnWalls, Plan } from './plan.js';
import { paintDoors, paintSunlight, paintWalls } from './walls.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('/client/world-map.js').WorldMap} WorldMap
 */

/** More than that many pixels are no gain, and phones refuse them. */
const maxPixels = 16e6;

/** What a screen of an hour when lamps are on looks like: everything darker and bluer, but for what shines. */
const night = '#868eb4';

/**
 * Draws all that does not move, once for a scale. It is far too much to do at every frame.
 *
 * @param {WorldMap} map
 * @param {number} scale pixels a tile
 * @param {boolean} dark
 * @returns {{canvas: HTMLCanvasElement, scale: number}} its own scale may be less, where the map is very big
 */
export function paintMap(map, scale, dark) {
  const fitting = Math.min(scale, Math.sqrt(maxPixels / (map.width * map.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(map.width * fitting);
  canvas.height = Math.ceil(map.height * fitting);
  const context = /** @type {Context} */ (canvas.getContext('2d', { alpha: false }));
  context.scale(fitting, fitting);
  const plan = new Plan(map);
  box(context, '#3f4452', 0, 0, map.width, map.height);
  paintFloors(context, plan);
  const byDepth = [...map.objects].sort((a, b) => depth(a) - depth(b));
  for (const object of byDepth) if (kindOf(object) === 'rug') paintObject(context, object);
  if (!dark) paintSunlight(context, plan);
  paintWalls(context, plan);
  paintDoors(context, plan);
  for (const object of byDepth) if (kindOf(object) !== 'rug') paintObject(context, object);
  if (dark) paintNight(context, map);
  paintSigns(context, plan, fitting, dark);
  return { canvas, scale: fitting };
}

/** What is nearer to us covers what is behind it; what hangs on a wall is behind all. @param {import('/client/world-map.js').MapObject} object */
function depth(object) {
  const { y, height } = boundsOf(object);
  return hangsOnWalls(object) ? -1 : y + height;
}

/** @param {Context} context @param {WorldMap} map */
function paintNight(context, map) {
  context.globalCompositeOperation = 'multiply';
  box(context, night, 0, 0, map.width, map.height);
  context.globalCompositeOperation = 'screen';
  for (const object of map.objects) {
    const { x, y, width } = boundsOf(object);
    switch (kindOf(object)) {
      case 'lamp':
        glow(context, x + 0.5, y + 0.2, 2.6, '255 205 120', 0.4);
        break;
      case 'desk':
        glow(context, x + width / 2, y + 0.3, 1.3, '120 170 255', 0.3);
        break;
      case 'screen':
        glow(context, x + width / 2, y + 0.7, 2.4, '110 170 255', 0.4);
        break;
      case 'table':
      case 'coffee-table':
      case 'counter':
        glow(context, x + width / 2, y + 0.5, 2.2 + width / 2, '255 215 150', 0.22);
    }
  }
  context.globalCompositeOperation = 'source-over';
}

/** @type {(context: Context, x: number, y: number, radius: number, color: string, strength: number) => void} */
function glow(context, x, y, radius, color, strength) {
  const light = context.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, `rgb(${color} / ${strength})`);
  light.addColorStop(1, `rgb(${color} / 0)`);
  box(context, light, x - radius, y - radius, 2 * radius, 2 * radius);
}

/**
 * A room's name hangs on the wall above it, or is written on its floor where there is none.
 *
 * @type {(context: Context, plan: Plan, scale: number, dark: boolean) => void}
 */
function paintSigns(context, plan, scale, dark) {
  const size = Math.max(0.34, 11 / scale);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const { id, name, bounds } of plan.map.zones) {
    const text = name ?? id;
    const width = context.measureText(text).width + size * 1.1;
    const [x, y] = signPlace(plan, bounds, width);
    box(context, dark ? 'rgb(18 20 28 / 82%)' : 'rgb(43 48 60 / 88%)', x - width / 2, y - size * 0.75, width, size * 1.5, size * 0.4);
    context.fillStyle = '#f7f4ec';
    context.fillText(text, x, y + size * 0.06);
  }
}

/**
 * @param {Plan} plan
 * @param {import('/client/world-map.js').Bounds} bounds
 * @param {number} width of the sign
 * @returns {[number, number]} its middle
 */
function signPlace(plan, bounds, width) {
  const columns = Array.from({ length: bounds.width }, (_, i) => bounds.x + i);
  const wallsWithin = columns.filter(x => plan.isWall(x, bounds.y)).length;
  const row = wallsWithin > bounds.width / 2 || bounds.y === 0 ? bounds.y : bounds.y - 1;
  const taken = plan.map.objects.filter(object => hangsOnWalls(object) && boundsOf(object).y === row).map(boundsOf);
  const isFree = (/** @type {number} */ middle) => {
    for (let x = Math.floor(middle - width / 2); x <= middle + width / 2; x++)
      if (!plan.isWall(x, row) || taken.some(other => x >= other.x && x < other.x + other.width)) return false;
    return true;
  };
  const center = bounds.x + bounds.width / 2;
  for (let away = 0; away < bounds.width / 2 - width / 2; away += 0.5)
    for (const middle of [center - away, center + away]) if (isFree(middle)) return [middle, row + 0.62];
  return [center, bounds.y + 0.6];
}
