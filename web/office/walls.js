import { box, line } from './art.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('./plan.js').Plan} Plan
 */

const colors = { top: '#5d6274', topEdge: '#747a8f', face: '#efe9df', faceLow: '#d3c9b8', skirting: '#a39682', dark: '#4c5060' };

/** Walls are thinner than their tiles: how much is left free beside them, and how high up their upper side is. */
const inset = 0.3;
const upper = -0.12;
const lower = 0.34;

/** Every how many tiles a wall that looks out has a window. */
const windowSpacing = 4;

/**
 * @param {Context} context
 * @param {Plan} plan
 */
export function paintWalls(context, plan) {
  each(plan, (x, y) => paintWallShadow(context, plan, x, y));
  each(plan, (x, y) => paintFace(context, plan, x, y));
  each(plan, (x, y) => isWindow(plan, x, y) && paintWindow(context, x, y));
  each(plan, (x, y) => paintTop(context, plan, x, y, 0.05, colors.dark));
  each(plan, (x, y) => paintTop(context, plan, x, y, 0, colors.top));
  each(plan, (x, y) => paintTop(context, plan, x, y, -0.09, colors.topEdge));
  each(plan, (x, y) => plan.hasWindow(x, y) && !isWindow(plan, x, y) && paintPane(context, plan, x, y));
}

/** A window seen from above, in a wall that shows no face. @param {Context} context @param {Plan} plan @param {number} x @param {number} y */
function paintPane(context, plan, x, y) {
  const runsDown = plan.isWall(x, y - 1) || plan.isWall(x, y + 1);
  const [left, top, width, height] = runsDown ? [x + 0.38, y + 0.05, 0.24, 0.9] : [x + 0.05, y + 0.02, 0.9, 0.2];
  box(context, '#f2f6f9', left, top, width, height, 0.04);
  box(context, '#9ed2f0', left + 0.04, top + 0.04, width - 0.08, height - 0.08, 0.03);
}

/**
 * What the sun lays on the floor through the windows.
 *
 * @param {Context} context
 * @param {Plan} plan
 */
export function paintSunlight(context, plan) {
  each(plan, (x, y) => {
    if (!isWindow(plan, x, y)) return;
    const light = context.createLinearGradient(0, y + 1, 0, y + 3.4);
    light.addColorStop(0, 'rgb(255 244 205 / 42%)');
    light.addColorStop(1, 'rgb(255 244 205 / 0%)');
    context.fillStyle = light;
    for (const [left, right] of [[0.12, 0.46], [0.54, 0.88]]) {
      context.beginPath();
      context.moveTo(x + left, y + 1);
      context.lineTo(x + right, y + 1);
      context.lineTo(x + right + 0.9, y + 3.4);
      context.lineTo(x + left + 0.9, y + 3.4);
      context.fill();
    }
  });
}

/**
 * Doors: a mat on the floor, and posts where the wall ends.
 *
 * @param {Context} context
 * @param {Plan} plan
 */
export function paintDoors(context, plan) {
  for (const { bounds, access } of plan.map.doors) {
    const { x, y, width, height } = bounds;
    const isOpen = (access?.type ?? 'public') === 'public';
    box(context, isOpen ? 'rgb(60 52 44 / 22%)' : 'rgb(170 60 50 / 45%)', x + 0.06, y + 0.1, width - 0.12, height - 0.2, 0.1);
    line(context, isOpen ? 'rgb(255 255 255 / 35%)' : 'rgb(255 220 200 / 60%)', 0.04, [x + 0.2, y + 0.24, x + width - 0.2, y + 0.24]);
    line(context, isOpen ? 'rgb(255 255 255 / 35%)' : 'rgb(255 220 200 / 60%)', 0.04, [x + 0.2, y + height - 0.24, x + width - 0.2, y + height - 0.24]);
    const crossesRow = plan.isWall(x - 1, y) || plan.isWall(x + width, y);
    if (!crossesRow) continue;
    for (const post of [x - 0.02, x + width - 0.12]) {
      box(context, '#8a6a48', post, y + upper, 0.14, 1 - upper - 0.02, 0.04);
      box(context, '#a98257', post, y + upper, 0.14, 0.3, 0.04);
    }
  }
}

/** @param {Plan} plan @param {(x: number, y: number) => void} visit */
function each(plan, visit) {
  for (let y = 0; y < plan.map.height; y++)
    for (let x = 0; x < plan.map.width; x++) if (plan.isWall(x, y)) visit(x, y);
}

/** @param {Plan} plan @param {number} x @param {number} y @returns {[number, number]} its left and right edge */
function extent(plan, x, y) {
  return [x + (plan.isWall(x - 1, y) ? 0 : inset), x + 1 - (plan.isWall(x + 1, y) ? 0 : inset)];
}

/** @param {Context} context @param {Plan} plan @param {number} x @param {number} y */
function paintWallShadow(context, plan, x, y) {
  const [left, right] = extent(plan, x, y);
  if (!plan.isWall(x, y + 1)) {
    const dark = context.createLinearGradient(0, y + 0.9, 0, y + 1.55);
    dark.addColorStop(0, 'rgb(30 24 40 / 30%)');
    dark.addColorStop(1, 'rgb(30 24 40 / 0%)');
    box(context, dark, left, y + 0.9, right - left, 0.65);
  }
  if (!plan.isWall(x + 1, y)) {
    const dark = context.createLinearGradient(right, 0, right + 0.4, 0);
    dark.addColorStop(0, 'rgb(30 24 40 / 26%)');
    dark.addColorStop(1, 'rgb(30 24 40 / 0%)');
    box(context, dark, right, y + (plan.isWall(x, y - 1) ? 0 : 0.2), 0.4, plan.isWall(x, y - 1) ? 1 : 0.8);
  }
}

/** The side one sees, where no wall is in front of it. @param {Context} context @param {Plan} plan @param {number} x @param {number} y */
function paintFace(context, plan, x, y) {
  if (plan.isWall(x, y + 1) || y === plan.map.height - 1) return;
  const [left, right] = extent(plan, x, y);
  const face = context.createLinearGradient(0, y + lower, 0, y + 1);
  face.addColorStop(0, colors.faceLow);
  face.addColorStop(0.25, colors.face);
  face.addColorStop(1, colors.faceLow);
  box(context, face, left, y + lower - 0.05, right - left + 0.005, 1.05 - lower);
  box(context, colors.skirting, left, y + 0.93, right - left + 0.005, 0.07);
}

/** @param {Context} context @param {Plan} plan @param {number} x @param {number} y @param {number} grow @param {string} style */
function paintTop(context, plan, x, y, grow, style) {
  const [left, right] = extent(plan, x, y);
  const below = plan.isWall(x, y + 1);
  const above = plan.isWall(x, y - 1);
  const edge = (/** @type {boolean} */ joined) => (joined ? 0 : grow);
  const [joinsLeft, joinsRight] = [plan.isWall(x - 1, y), plan.isWall(x + 1, y)];
  const top = y + upper - (above ? 0 : grow);
  const bottom = y + lower + (below ? 0.05 : grow);
  box(context, style, left - edge(joinsLeft), top, right - left + edge(joinsLeft) + edge(joinsRight) + 0.005, bottom - top);
  if (!below) return;
  // The stem down to the wall below is as thin as a wall that runs downwards.
  const solid = plan.isWall(x - 1, y) && plan.isWall(x - 1, y + 1);
  const solidRight = plan.isWall(x + 1, y) && plan.isWall(x + 1, y + 1);
  const from = solid ? x : x + inset - grow;
  const to = solidRight ? x + 1 : x + 1 - inset + grow;
  box(context, style, from, y + lower - 0.05, to - from + 0.005, 1 + upper - lower + 0.1);
}

/** In a wall whose face is seen. @param {Plan} plan @param {number} x @param {number} y */
function isWindow(plan, x, y) {
  if (plan.namesWindows) return plan.hasWindow(x, y) && !plan.isWall(x, y + 1) && y < plan.map.height - 1;
  const looksOut = !hasZoneAbove(plan, x, y) && plan.map.zoneAt(x, y + 1) !== null;
  const isPlain = plan.isWall(x - 1, y) && plan.isWall(x + 1, y) && !plan.isWall(x, y + 1);
  const isTaken = plan.map.objects.some(({ position, meta }) => {
    const left = Math.floor(position.x);
    return Math.floor(position.y) === y && x >= left - 0.5 && x < left + (meta?.width ?? 1);
  });
  return looksOut && isPlain && !isTaken && x % windowSpacing !== 0 && x % windowSpacing !== 3;
}

/** @param {Plan} plan @param {number} x @param {number} y */
function hasZoneAbove({ map }, x, y) {
  for (let above = y - 1; above >= 0; above--)
    if (map.zoneAt(x - 1, above) || map.zoneAt(x, above) || map.zoneAt(x + 1, above)) return true;
  return false;
}

/** @param {Context} context @param {number} x @param {number} y */
function paintWindow(context, x, y) {
  const glass = context.createLinearGradient(x, y + 0.38, x + 1, y + 0.85);
  glass.addColorStop(0, '#bfe3f7');
  glass.addColorStop(0.5, '#8fc7ea');
  glass.addColorStop(1, '#c9ebfb');
  box(context, '#fbf8f2', x + 0.06, y + 0.4, 0.88, 0.46, 0.04);
  box(context, glass, x + 0.11, y + 0.44, 0.36, 0.37);
  box(context, glass, x + 0.53, y + 0.44, 0.36, 0.37);
  line(context, 'rgb(255 255 255 / 70%)', 0.035, [x + 0.18, y + 0.74, x + 0.34, y + 0.5]);
  line(context, 'rgb(255 255 255 / 70%)', 0.035, [x + 0.6, y + 0.74, x + 0.76, y + 0.5]);
}
