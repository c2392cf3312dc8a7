/**
 * What all painters of the office use. Their unit is a tile: the context is scaled.
 *
 * @typedef {CanvasRenderingContext2D} Context
 */

/**
 * @param {Context} context
 * @param {string | CanvasGradient} style
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} [radius]
 */
export function box(context, style, x, y, width, height, radius = 0) {
  context.fillStyle = style;
  if (radius === 0) return context.fillRect(x, y, width, height);
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/**
 * @param {Context} context
 * @param {string | CanvasGradient} style
 * @param {number} x of the middle
 * @param {number} y
 * @param {number} radiusX
 * @param {number} [radiusY]
 */
export function disc(context, style, x, y, radiusX, radiusY = radiusX) {
  context.fillStyle = style;
  context.beginPath();
  context.ellipse(x, y, radiusX, radiusY, 0, 0, 2 * Math.PI);
  context.fill();
}

/**
 * @param {Context} context
 * @param {string} style
 * @param {number} width
 * @param {number[]} points x and y, one after another
 */
export function line(context, style, width, points) {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
  context.stroke();
}

/**
 * The soft dark that lies beside and below a thing; the light comes from the upper left.
 *
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} [radius]
 */
export function shadow(context, x, y, width, height, radius = 0.15) {
  for (const spread of [0.1, 0.05, 0])
    box(context, 'rgb(30 24 40 / 9%)', x + 0.04 - spread / 2, y + 0.05 - spread / 2, width + spread, height + spread, radius + spread / 2);
}

/**
 * @param {string} hex such as #aabbcc
 * @param {number} amount from -1, black, to 1, white
 */
export function shade(hex, amount) {
  const value = Number.parseInt(hex.slice(1), 16);
  const target = amount < 0 ? 0 : 255;
  const mix = (/** @type {number} */ part) => Math.round(part + (target - part) * Math.abs(amount));
  return `rgb(${mix((value >> 16) & 255)} ${mix((value >> 8) & 255)} ${mix(value & 255)})`;
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {number} from 0 to 1, always the same for the same two: a floor looks alike each time it is drawn
 */
export function chance(x, y) {
  let n = Math.imul(x | 0, 374761393) + Math.imul(y | 0, 668265263);
  n = Math.imul(n ^ (n >>> 13), 1274126177);
  return ((n ^ (n >>> 16)) >>> 0) / 4294967296;
}

/** @param {string} text @returns {number} a whole number, always the same for the same text */
export function numberOf(text) {
  let n = 2166136261;
  for (const character of text) n = Math.imul(n ^ (character.codePointAt(0) ?? 0), 16777619);
  n = Math.imul(n ^ (n >>> 16), 2246822507);
  n = Math.imul(n ^ (n >>> 13), 3266489909);
  return (n ^ (n >>> 16)) >>> 0;
}
