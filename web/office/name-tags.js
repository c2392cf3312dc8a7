/**
 * @typedef {import('./art.js').Context} Context
 *
 * @typedef {object} Tag
 * @property {string} text
 * @property {boolean} self
 * @property {boolean} speaking
 * @property {boolean} muted
 */

const fontSize = 12;
const padding = 7;

/** Names above heads, each drawn once. Their size is that of the page's text, whatever the map's scale. */
export class NameTags {
  /** @type {Map<string, HTMLCanvasElement>} */
  #tags = new Map();
  #ratio = 0;

  /**
   * @param {Tag} tag
   * @param {number} ratio pixels of the screen to one of the page
   * @returns {HTMLCanvasElement} a picture of it
   */
  sprite(tag, ratio) {
    if (ratio !== this.#ratio) {
      this.#tags.clear();
      this.#ratio = ratio;
    }
    const key = `${tag.self}${tag.speaking}${tag.muted}${tag.text}`;
    let sprite = this.#tags.get(key);
    if (!sprite) this.#tags.set(key, (sprite = this.#paint(tag)));
    return sprite;
  }

  /** @param {Tag} tag */
  #paint({ text, self, speaking, muted }) {
    const canvas = document.createElement('canvas');
    const context = /** @type {Context} */ (canvas.getContext('2d'));
    const font = `600 ${fontSize * this.#ratio}px system-ui, sans-serif`;
    context.font = font;
    const shown = shorten(context, text, 150 * this.#ratio);
    const icon = muted ? fontSize * 1.2 * this.#ratio : 0;
    canvas.width = Math.ceil(context.measureText(shown).width + icon + 2 * padding * this.#ratio);
    canvas.height = Math.ceil(fontSize * 1.7 * this.#ratio);
    context.fillStyle = self ? '#4338ca' : 'rgb(22 24 32 / 82%)';
    context.beginPath();
    context.roundRect(1, 1, canvas.width - 2, canvas.height - 2, canvas.height / 2);
    context.fill();
    if (speaking) {
      context.strokeStyle = '#5fd38a';
      context.lineWidth = 2 * this.#ratio;
      context.stroke();
    }
    context.font = font;
    context.fillStyle = '#ffffff';
    context.textBaseline = 'middle';
    context.fillText(shown, padding * this.#ratio, canvas.height * 0.54);
    if (muted) this.#paintMuted(context, canvas.width - icon / 2 - padding * 0.6 * this.#ratio, canvas.height / 2);
    return canvas;
  }

  /** A microphone with a stroke through it. @param {Context} context @param {number} x @param {number} y */
  #paintMuted(context, x, y) {
    const unit = this.#ratio;
    context.fillStyle = '#ff9b92';
    context.beginPath();
    context.roundRect(x - 2 * unit, y - 5 * unit, 4 * unit, 7 * unit, 2 * unit);
    context.fill();
    context.strokeStyle = '#ff9b92';
    context.lineWidth = 1.4 * unit;
    context.beginPath();
    context.moveTo(x - 5 * unit, y + 5 * unit);
    context.lineTo(x + 5 * unit, y - 5 * unit);
    context.stroke();
  }
}

/** @param {Context} context @param {string} text @param {number} width */
function shorten(context, text, width) {
  let letters = [...text];
  if (context.measureText(text).width <= width) return text;
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > width) letters = letters.slice(0, -1);
  return `${letters.join('')}…`;
}
