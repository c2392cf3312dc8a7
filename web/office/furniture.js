import { box, disc, line, numberOf, shade, shadow } from './art.js';
import { boundsOf } from './plan.js';
import { seats } from './seats.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('/client/world-map.js').MapObject} MapObject
 * @typedef {(context: Context, width: number, height: number, object: MapObject) => void} Painter draws from 0, 0 on
 */

const wood = '#b98d5e';
const pale = '#e9dcc5';
const metal = '#8d95a3';

/**
 * A piece with a surface and a front: the front is what makes it stand on the floor.
 *
 * @type {(context: Context, color: string, x: number, y: number, width: number, height: number, front?: number) => void}
 */
function block(context, color, x, y, width, height, front = 0.22) {
  shadow(context, x, y + 0.08, width, height);
  box(context, shade(color, -0.32), x, y + 0.1, width, height - 0.1, 0.06);
  box(context, shade(color, -0.16), x, y + height - front - 0.1, width, front, 0.06);
  box(context, color, x, y, width, height - front, 0.07);
  box(context, shade(color, 0.22), x + 0.04, y + 0.03, width - 0.08, 0.04, 0.02);
}

/** @type {(context: Context, x: number, y: number, turned: boolean) => void} */
function computer(context, x, y, turned) {
  if (turned) {
    // Its back is to us.
    box(context, '#353b48', x - 0.24, y - 0.3, 0.48, 0.32, 0.04);
    box(context, '#4a5262', x - 0.05, y - 0.02, 0.1, 0.1);
    return;
  }
  box(context, '#2b303b', x - 0.26, y - 0.34, 0.52, 0.36, 0.04);
  const glow = context.createLinearGradient(x, y - 0.3, x, y);
  glow.addColorStop(0, '#7cc4ff');
  glow.addColorStop(1, '#3c79c9');
  box(context, glow, x - 0.22, y - 0.3, 0.44, 0.27, 0.02);
  line(context, 'rgb(255 255 255 / 75%)', 0.03, [x - 0.16, y - 0.23, x + 0.04, y - 0.23]);
  line(context, 'rgb(255 255 255 / 55%)', 0.03, [x - 0.16, y - 0.16, x + 0.13, y - 0.16]);
  box(context, '#4a5262', x - 0.05, y + 0.01, 0.1, 0.07);
  box(context, '#dfe3ea', x - 0.2, y + 0.12, 0.4, 0.1, 0.03);
}

/** @type {(context: Context, x: number, y: number, size: number) => void} */
function leaves(context, x, y, size) {
  for (let i = 0; i < 9; i++) {
    const angle = (i / 9) * 2 * Math.PI + 0.4;
    const reach = size * (i % 2 ? 0.62 : 0.92);
    context.save();
    context.translate(x + Math.cos(angle) * reach * 0.45, y + Math.sin(angle) * reach * 0.36);
    context.rotate(angle);
    disc(context, i % 3 === 0 ? '#3f8f57' : i % 3 === 1 ? '#57a96c' : '#2f7548', 0, 0, reach * 0.5, size * 0.2);
    context.restore();
  }
  disc(context, '#6cc082', x - 0.04, y - 0.06, size * 0.28, size * 0.22);
}

/** @type {Record<string, Painter>} */
const painters = {
  desk(context, width, height, object) {
    const turned = object.meta?.facing === 'north';
    block(context, '#dcc29a', 0.04, 0.06, width - 0.08, height - 0.08, 0.2);
    const middle = width / 2;
    computer(context, middle, turned ? 0.66 : 0.44, turned);
    const which = numberOf(object.id);
    if (which % 2) box(context, '#fdfcf8', middle + 0.42, 0.3, 0.22, 0.28, 0.02);
    if (which % 3) disc(context, '#d9694f', middle - 0.48, 0.42, 0.075);
    if (which % 3) disc(context, '#5b2d20', middle - 0.48, 0.41, 0.045);
    if (which % 5 === 0) leaves(context, middle - 0.72, 0.3, 0.24);
  },
  table(context, width, height) {
    if (width === 1 && height === 1) return roundTable(context, 0.5, 0.5, 0.44, pale);
    shadow(context, 0.02, 0.1, width - 0.04, height - 0.06, 0.4);
    box(context, shade(wood, -0.38), 0.04, 0.2, width - 0.08, height - 0.22, 0.35);
    box(context, wood, 0.02, 0.02, width - 0.04, height - 0.24, 0.35);
    box(context, shade(wood, 0.12), 0.14, 0.1, width - 0.28, height - 0.44, 0.26);
    for (let x = 0.7; x < width - 0.4; x += 1) {
      box(context, '#fdfcf8', x, 0.3, 0.22, 0.28, 0.02);
      box(context, '#f4efe2', x + 0.05, height - 0.75, 0.22, 0.28, 0.02);
    }
  },
  'coffee-table'(context, width, height) {
    if (width === 1 && height === 1) return roundTable(context, 0.5, 0.5, 0.34, wood);
    block(context, '#a87c50', 0.1, 0.16, width - 0.2, height - 0.3, 0.16);
    box(context, '#e9e4d8', width / 2 - 0.25, 0.28, 0.26, 0.2, 0.02);
    disc(context, '#cf7a5a', width / 2 + 0.3, 0.36, 0.08);
  },
  counter(context, width, height) {
    block(context, '#cdb08a', 0, 0.02, width, height - 0.04, 0.34);
    box(context, '#f5f1e8', 0, 0, width, height - 0.4, 0.06);
    box(context, 'rgb(0 0 0 / 8%)', 0, height - 0.44, width, 0.05);
    if (width > 2) computer(context, width - 1.1, 0.5, true);
    if (width > 2) leaves(context, 0.5, 0.2, 0.32);
  },
  sink(context, width, height) {
    painters.counter(context, width, height, /** @type {any} */ (null));
    box(context, '#b9c2cc', 0.22, 0.16, 0.56, 0.3, 0.08);
    box(context, '#8f9aa6', 0.28, 0.2, 0.44, 0.22, 0.06);
    line(context, '#e8edf2', 0.06, [0.5, 0.12, 0.5, 0.28]);
  },
  'coffee-machine'(context, width, height) {
    painters.counter(context, width, height, /** @type {any} */ (null));
    box(context, '#2f3440', 0.22, -0.16, 0.56, 0.62, 0.06);
    box(context, '#c8473a', 0.22, -0.16, 0.56, 0.16, 0.06);
    box(context, '#15181e', 0.32, 0.12, 0.36, 0.24, 0.03);
    box(context, '#fbfaf6', 0.44, 0.24, 0.12, 0.11, 0.02);
  },
  fridge(context, width, height) {
    block(context, '#dfe5ea', 0.08, -0.35, width - 0.16, height + 0.3, 0.8);
    line(context, '#98a3ae', 0.04, [0.16, 0.28, 0.84, 0.28]);
    line(context, '#7f8a96', 0.06, [0.74, 0.36, 0.74, 0.6]);
  },
  bookshelf(context, width, height, object) {
    block(context, '#8a623f', 0.04, -0.32, width - 0.08, height + 0.26, 0.86);
    const spines = ['#c8553d', '#3d6fc8', '#e0b04a', '#4d9a6a', '#8b5fb0', '#e7e2d5', '#2f3f58'];
    for (const [row, y] of [-0.02, 0.4].entries()) {
      box(context, '#4f3521', 0.12, y, width - 0.24, 0.34);
      let n = numberOf(object.id) + row * 5;
      for (let x = 0.15; x < width - 0.22; x += 0.1, n++) {
        const tall = 0.2 + (n % 4) * 0.035;
        if (n % 9 !== 0) box(context, spines[n % spines.length], x, y + 0.33 - tall, 0.085, tall);
      }
    }
  },
  cabinet(context, width, height) {
    block(context, '#c9b79c', 0.04, 0, width - 0.08, height - 0.06, 0.46);
    for (let x = 1; x < width; x++) line(context, 'rgb(0 0 0 / 25%)', 0.03, [x, 0.52, x, 0.84]);
    leaves(context, 0.5, 0.16, 0.3);
  },
  printer(context, width, height) {
    block(context, '#cfd4dc', 0.12, 0.02, width - 0.24, height - 0.1, 0.4);
    box(context, '#3b4250', 0.24, 0.12, 0.52, 0.14, 0.03);
    box(context, '#ffffff', 0.28, 0.34, 0.44, 0.2, 0.01);
  },
  plant(context) {
    shadow(context, 0.28, 0.56, 0.46, 0.36, 0.2);
    box(context, '#b8623f', 0.3, 0.52, 0.4, 0.38, 0.1);
    box(context, '#d07a52', 0.27, 0.48, 0.46, 0.13, 0.05);
    leaves(context, 0.5, 0.3, 0.52);
  },
  lamp(context) {
    shadow(context, 0.34, 0.72, 0.32, 0.18, 0.1);
    line(context, metal, 0.06, [0.5, 0.12, 0.5, 0.82]);
    disc(context, shade(metal, -0.2), 0.5, 0.83, 0.17, 0.08);
    context.fillStyle = '#ffe9b0';
    context.beginPath();
    context.moveTo(0.36, -0.22);
    context.lineTo(0.64, -0.22);
    context.lineTo(0.78, 0.16);
    context.lineTo(0.22, 0.16);
    context.fill();
  },
  rug(context, width, height, object) {
    const color = object.meta?.color ?? ['#b5656b', '#5f7fae', '#7d9a6a', '#c08a4e'][numberOf(object.id) % 4];
    box(context, 'rgb(30 24 40 / 12%)', 0.12, 0.14, width - 0.2, height - 0.2, 0.18);
    box(context, color, 0.08, 0.08, width - 0.16, height - 0.16, 0.16);
    box(context, shade(color, 0.28), 0.22, 0.22, width - 0.44, height - 0.44, 0.1);
    box(context, shade(color, 0.08), 0.3, 0.3, width - 0.6, height - 0.6, 0.08);
    for (let y = 0.75; y < height - 0.5; y += 0.75) line(context, shade(color, 0.2), 0.05, [0.5, y, width - 0.5, y]);
  },
  whiteboard(context, width) {
    box(context, '#9aa3ad', 0.06, 0.32, width - 0.12, 0.52, 0.04);
    box(context, '#ffffff', 0.11, 0.36, width - 0.22, 0.43, 0.02);
    line(context, '#d5574a', 0.035, [0.3, 0.48, 0.8, 0.44, width * 0.45, 0.52]);
    line(context, '#3f74c9', 0.035, [0.3, 0.6, width * 0.6, 0.6]);
    line(context, '#3f9a62', 0.035, [0.3, 0.7, width * 0.4, 0.7]);
    box(context, '#c9d0d8', width * 0.72, 0.45, 0.2, 0.2, 0.02);
  },
  screen(context, width) {
    box(context, '#1c2028', 0.08, 0.3, width - 0.16, 0.56, 0.05);
    const picture = context.createLinearGradient(0, 0.3, width, 0.86);
    picture.addColorStop(0, '#2d5fb8');
    picture.addColorStop(1, '#69b5d9');
    box(context, picture, 0.14, 0.35, width - 0.28, 0.45, 0.02);
    for (const [i, tall] of [0.12, 0.22, 0.17, 0.28].entries())
      box(context, 'rgb(255 255 255 / 80%)', width / 2 - 0.3 + i * 0.16, 0.76 - tall, 0.1, tall, 0.01);
  },
  box(context, width, height, object) {
    block(context, object.meta?.color ?? '#b7b1a6', 0.08, 0.06, width - 0.16, height - 0.12, 0.3);
  },
};

/** @type {(context: Context, x: number, y: number, radius: number, color: string) => void} */
function roundTable(context, x, y, radius, color) {
  disc(context, 'rgb(30 24 40 / 18%)', x + 0.05, y + 0.2, radius, radius * 0.8);
  disc(context, shade(color, -0.35), x, y + 0.1, radius, radius * 0.86);
  disc(context, color, x, y - 0.04, radius, radius * 0.86);
  disc(context, shade(color, 0.18), x - 0.03, y - 0.07, radius * 0.72, radius * 0.58);
  disc(context, '#fbfaf6', x + 0.12, y - 0.05, 0.075);
}

/** Names that mean the same. @type {[RegExp, string][]} */
const names = [
  [/bean/, 'bean-bag'], [/armchair|lounge-?chair/, 'armchair'], [/stool/, 'stool'], [/sofa|couch|bench/, 'sofa'],
  [/chair|seat/, 'chair'], [/whiteboard|flip|board/, 'whiteboard'], [/screen|tv|display|projector/, 'screen'],
  [/plant|tree|flower/, 'plant'], [/shel|book/, 'bookshelf'], [/coffee-?table/, 'coffee-table'],
  [/coffee|espresso/, 'coffee-machine'], [/sink/, 'sink'], [/fridge/, 'fridge'], [/counter|reception|kitchen|bar/, 'counter'],
  [/desk|work/, 'desk'], [/table/, 'table'], [/lamp|light/, 'lamp'], [/rug|carpet/, 'rug'], [/print|copier/, 'printer'],
  [/cabinet|locker|cupboard|sideboard/, 'cabinet'],
];

/** @param {MapObject} object */
export function kindOf({ type }) {
  const lower = type.toLowerCase().replaceAll('_', '-');
  return names.find(([pattern]) => pattern.test(lower))?.[1] ?? 'box';
}

/**
 * @param {Context} context
 * @param {MapObject} object
 */
export function paintObject(context, object) {
  const { x, y, width, height } = boundsOf(object);
  const kind = kindOf(object);
  context.save();
  context.translate(x, y);
  (seats[kind] ?? painters[kind])(context, width, height, object);
  context.restore();
}
