import { box, disc, numberOf, shade } from './art.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('/client/presence-track.js').Facing} Facing
 *
 * @typedef {object} Looks
 * @property {string} initials
 * @property {string} shirt
 * @property {string} hair
 * @property {string} skin
 * @property {boolean} hasLongHair
 */

const shirts = [
  '#3f6fd1', '#c2483c', '#2f8f6b', '#8a56b8', '#c7762b', '#20818f', '#b23f77', '#5c6b2e', '#4a55a8', '#8c5a3c', '#277a42', '#a8324a',
];
const hairs = ['#2b2019', '#5b3a21', '#8a5a2b', '#c99a4b', '#1d1d22', '#8f8f94', '#a4472a'];
const skins = ['#f4d3b5', '#e8b98f', '#c98f63', '#9a6440', '#6d452c', '#f0c8a4'];

/** How much larger than their tile people are drawn, so that their faces can be seen. */
const size = 1.22;

/** What a sprite takes, in tiles: left and right of the feet, above and below them. */
const room = { side: 0.5, above: 1.5, below: 0.25 };

/**
 * @param {string} id
 * @param {string} name
 * @returns {Looks} always the same for the same user
 */
export function looksOf(id, name) {
  const number = numberOf(id);
  const words = name.split(/[\s_.-]+/).filter(word => /^\p{L}/u.test(word));
  const letters = words.length > 1 ? [words[0], words[words.length - 1]].map(word => [...word][0]) : [...name].slice(0, 2);
  return {
    initials: letters.join('').toUpperCase(),
    shirt: shirts[number % shirts.length],
    hair: hairs[(number >>> 5) % hairs.length],
    skin: skins[(number >>> 9) % skins.length],
    hasLongHair: ((number >>> 13) & 1) === 1,
  };
}

/** People, each drawn once for each way of standing: a frame only copies pixels. */
export class Figures {
  /** @type {Map<string, HTMLCanvasElement>} */
  #sprites = new Map();
  #scale = 0;

  /**
   * @param {Context} context in pixels, not tiles
   * @param {Looks} looks
   * @param {Facing} facing
   * @param {'stand' | 'left' | 'right' | 'sit'} pose
   * @param {number} x of the feet, in pixels
   * @param {number} y
   * @param {number} scale pixels a tile
   */
  draw(context, looks, facing, pose, x, y, scale) {
    if (scale !== this.#scale) {
      this.#sprites.clear();
      this.#scale = scale;
    }
    const key = `${looks.initials}${looks.shirt}${looks.hair}${looks.skin}${looks.hasLongHair}${facing}${pose}`;
    let sprite = this.#sprites.get(key);
    if (!sprite) this.#sprites.set(key, (sprite = this.#paint(looks, facing, pose)));
    context.drawImage(sprite, Math.round(x - room.side * size * scale), Math.round(y - room.above * size * scale));
  }

  /** @param {Looks} looks @param {Facing} facing @param {string} pose */
  #paint(looks, facing, pose) {
    const scale = this.#scale * size;
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(2 * room.side * scale);
    canvas.height = Math.ceil((room.above + room.below) * scale);
    const context = /** @type {Context} */ (canvas.getContext('2d'));
    context.scale(scale, scale);
    context.translate(room.side, room.above);
    paintFigure(context, looks, facing, pose);
    return canvas;
  }
}

/** @param {Context} context @param {Looks} looks @param {Facing} facing @param {string} pose */
function paintFigure(context, looks, facing, pose) {
  const sits = pose === 'sit';
  disc(context, 'rgb(20 16 30 / 30%)', 0, 0.02, 0.27, 0.1);
  if (facing === 'west') context.scale(-1, 1); // the initials are turned back below
  const side = facing === 'west' || facing === 'east';
  if (!sits) paintLegs(context, pose, side);
  else if (facing !== 'north') paintLap(context, side);
  context.translate(0, sits ? 0.08 : pose === 'stand' ? 0 : -0.025);
  paintBody(context, looks, facing, pose);
  paintHead(context, looks, facing);
}

/** @param {Context} context @param {string} pose @param {boolean} side */
function paintLegs(context, pose, side) {
  const swing = pose === 'left' ? 1 : pose === 'right' ? -1 : 0;
  for (const [x, way] of [[-0.1, 1], [0.1, -1]]) {
    const forward = side ? way * swing * 0.1 : 0;
    const lifted = side ? 0 : Math.max(0, way * swing) * 0.07;
    const left = (side ? 0 : x) + forward;
    box(context, '#34384a', left - 0.075, -0.24, 0.15, 0.22 - lifted, 0.04);
    box(context, '#1f212b', left - 0.08 + (side ? 0.02 : 0), -0.07 - lifted, 0.16, 0.09, 0.045);
  }
}

/** @param {Context} context @param {boolean} side */
function paintLap(context, side) {
  if (side) return box(context, '#34384a', -0.08, -0.2, 0.32, 0.15, 0.06);
  box(context, '#34384a', -0.19, -0.19, 0.17, 0.22, 0.06);
  box(context, '#34384a', 0.02, -0.19, 0.17, 0.22, 0.06);
}

/** @param {Context} context @param {Looks} looks @param {Facing} facing @param {string} pose */
function paintBody(context, { shirt, initials, skin }, facing, pose) {
  const side = facing === 'west' || facing === 'east';
  const half = side ? 0.19 : 0.25;
  const swing = pose === 'left' ? 0.06 : pose === 'right' ? -0.06 : 0;
  const arm = (/** @type {number} */ x, /** @type {number} */ way) => {
    box(context, shade(shirt, -0.22), x - 0.065, -0.6 + way * swing, 0.13, 0.36, 0.06);
    disc(context, skin, x, -0.25 + way * swing, 0.06);
  };
  if (!side) [arm(-half, 1), arm(half, -1)];
  const cloth = context.createLinearGradient(-half, 0, half, 0);
  cloth.addColorStop(0, shade(shirt, 0.14));
  cloth.addColorStop(1, shade(shirt, -0.16));
  box(context, cloth, -half, -0.68, 2 * half, 0.52, 0.14);
  if (side) arm(-0.03, swing === 0 ? 0 : 1);
  context.save();
  if (facing === 'west') context.scale(-1, 1);
  context.fillStyle = '#ffffff';
  context.font = `700 ${side ? 0.19 : 0.23}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(initials, 0, -0.42);
  context.restore();
}

/** Seen from the side, one looks east. @param {Context} context @param {Looks} looks @param {Facing} facing */
function paintHead(context, { skin, hair, hasLongHair }, facing) {
  const y = -0.9;
  if (hasLongHair) box(context, shade(hair, -0.15), facing === 'east' || facing === 'west' ? -0.27 : -0.28, y - 0.1, facing === 'east' || facing === 'west' ? 0.32 : 0.56, 0.4, 0.14);
  disc(context, shade(skin, -0.14), 0, y + 0.02, 0.25, 0.25);
  disc(context, skin, 0, y, 0.245, 0.245);
  if (facing === 'north') {
    disc(context, hair, 0, y - 0.015, 0.265, 0.255);
    if (hasLongHair) box(context, hair, -0.26, y - 0.02, 0.52, 0.36, 0.14);
    disc(context, shade(hair, 0.14), -0.06, y - 0.12, 0.1, 0.06);
    return;
  }
  const side = facing !== 'south';
  context.fillStyle = hair;
  context.beginPath();
  if (side) {
    context.ellipse(-0.02, y - 0.03, 0.265, 0.255, 0, 0.62 * Math.PI, 1.86 * Math.PI);
    context.quadraticCurveTo(0.06, y - 0.1, -0.08, y + 0.06);
  } else {
    context.ellipse(0, y - 0.03, 0.265, 0.255, 0, 0.97 * Math.PI, 2.03 * Math.PI);
    context.quadraticCurveTo(0.1, y - 0.16, -0.06, y - 0.1);
    context.quadraticCurveTo(-0.2, y - 0.06, -0.26, y + 0.02);
  }
  context.fill();
  disc(context, shade(hair, 0.2), -0.08, y - 0.19, 0.09, 0.04);
  const eyes = side ? [0.1, 0.2] : [-0.09, 0.09];
  for (const x of eyes) disc(context, '#26212b', x, y + 0.03, 0.028, 0.04);
  context.strokeStyle = 'rgb(120 50 45 / 75%)';
  context.lineWidth = 0.025;
  context.beginPath();
  context.arc(side ? 0.14 : 0, y + 0.09, 0.06, 0.2 * Math.PI, 0.8 * Math.PI);
  context.stroke();
}
