import { box, disc, numberOf, shade, shadow } from './art.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('./furniture.js').Painter} Painter
 */

const cushions = ['#4f6d9c', '#5f8f7b', '#b0705a', '#7d6aa3', '#c39a4a'];

/**
 * Seats face the way one looks who sits on them, so that the back is opposite.
 *
 * @type {(facing: string | undefined, paintBack: (x: number, y: number, width: number, height: number) => void, paintSeat: () => void, thickness: number) => void}
 */
function seat(facing, paintBack, paintSeat, thickness) {
  const back = {
    south: () => paintBack(0.16, 0.06, 0.68, thickness),
    east: () => paintBack(0.1, 0.12, thickness, 0.72),
    west: () => paintBack(0.9 - thickness, 0.12, thickness, 0.72),
    north: () => paintBack(0.16, 0.92 - thickness, 0.68, thickness),
  }[facing ?? 'south'];
  if (facing === 'north') {
    paintSeat();
    back?.();
  } else {
    back?.();
    paintSeat();
  }
}

/** @param {import('/client/world-map.js').MapObject} object */
function colorOf(object) {
  const room = object.id.replace(/-?\d+$/, '');
  return object.meta?.color ?? cushions[numberOf(room) % cushions.length];
}

/** @type {Record<string, Painter>} */
export const seats = {
  chair(context, _width, _height, object) {
    const color = colorOf(object);
    shadow(context, 0.2, 0.28, 0.6, 0.58, 0.2);
    seat(
      object.meta?.facing,
      (x, y, width, height) => {
        box(context, shade(color, -0.4), x, y + 0.06, width, height, 0.08);
        box(context, shade(color, -0.2), x, y, width, height, 0.08);
      },
      () => {
        box(context, shade(color, -0.3), 0.22, 0.28, 0.56, 0.54, 0.14);
        box(context, color, 0.22, 0.22, 0.56, 0.52, 0.14);
        box(context, shade(color, 0.16), 0.28, 0.27, 0.44, 0.34, 0.1);
      },
      0.17,
    );
  },
  armchair(context, _width, _height, object) {
    upholstered(context, colorOf(object), object.meta?.facing ?? 'south', true);
  },
  sofa(context, _width, _height, object) {
    upholstered(context, object.meta?.color ?? '#c07a56', object.meta?.facing ?? 'south', false);
  },
  stool(context, _width, _height, object) {
    const color = colorOf(object);
    disc(context, 'rgb(30 24 40 / 18%)', 0.53, 0.64, 0.28, 0.22);
    disc(context, shade(color, -0.35), 0.5, 0.58, 0.26, 0.22);
    disc(context, color, 0.5, 0.5, 0.26, 0.22);
    disc(context, shade(color, 0.18), 0.48, 0.47, 0.17, 0.13);
  },
  'bean-bag'(context, _width, _height, object) {
    const color = object.meta?.color ?? ['#e0a458', '#d1605e', '#5c9ead'][numberOf(object.id) % 3];
    disc(context, 'rgb(30 24 40 / 18%)', 0.54, 0.62, 0.42, 0.34);
    disc(context, shade(color, -0.25), 0.5, 0.56, 0.4, 0.34);
    disc(context, color, 0.5, 0.5, 0.4, 0.34);
    disc(context, shade(color, 0.2), 0.44, 0.4, 0.22, 0.16);
    disc(context, shade(color, -0.1), 0.52, 0.55, 0.2, 0.13);
  },
};

/** Sofas are several of these side by side. @type {(context: Context, color: string, facing: string, hasArms: boolean) => void} */
function upholstered(context, color, facing, hasArms) {
  const side = hasArms ? 0.06 : 0;
  shadow(context, side, 0.1, 1 - 2 * side, 0.82, 0.16);
  box(context, shade(color, -0.34), side, 0.14, 1 - 2 * side, 0.78, 0.14);
  box(context, shade(color, -0.12), side, 0.06, 1 - 2 * side, 0.78, 0.14);
  const [left, right] = hasArms || facing === 'east' || facing === 'west' ? [0.22, 0.78] : [0.04, 0.96];
  const inner = {
    south: [left, 0.3, right - left, 0.52],
    north: [left, 0.08, right - left, 0.46],
    east: [0.32, 0.14, 0.56, 0.62],
    west: [0.12, 0.14, 0.56, 0.62],
  }[facing] ?? [left, 0.3, right - left, 0.52];
  const [x, y, width, height] = inner;
  box(context, shade(color, -0.22), x, y + 0.05, width, height, 0.1);
  box(context, shade(color, 0.1), x, y, width, height, 0.1);
  box(context, shade(color, 0.24), x + 0.06, y + 0.05, width - 0.12, height * 0.4, 0.08);
  if (facing === 'north') {
    box(context, shade(color, -0.36), side, 0.66, 1 - 2 * side, 0.26, 0.1);
    box(context, shade(color, -0.14), side, 0.6, 1 - 2 * side, 0.24, 0.1);
  }
}
