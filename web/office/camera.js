/** How many tiles fit across the smaller side, unless one has zoomed. */
const tilesAcross = 15;

const smallest = 18;
const largest = 80;

/** Which part of the map is seen, and how large. Everything in pixels of the screen. */
export class Camera {
  width = 0;
  height = 0;
  ratio = 1;
  /** Pixels a tile, a whole number, so that the map is copied and not stretched. */
  scale = 32;
  /** Of the map's upper left corner. */
  left = 0;
  top = 0;
  /** How much of the canvas's upper part something else covers, in pixels of the page. */
  covered = 0;
  #zoom = 1;

  /** @param {import('/client/world-map.js').WorldMap} map */
  constructor(map) {
    this.map = map;
  }

  /**
   * @param {number} width of the canvas, in pixels of the page
   * @param {number} height
   * @param {number} ratio pixels of the screen to one of the page
   */
  resize(width, height, ratio) {
    this.ratio = ratio;
    this.width = Math.round(width * ratio);
    this.height = Math.round(height * ratio);
    this.#fit();
  }

  /** @param {number} factor above 1 shows things larger */
  zoom(factor) {
    this.#zoom = Math.min(4, Math.max(0.4, this.#zoom * factor));
    this.#fit();
  }

  /**
   * Follows somebody, but shows no more of what is beyond the map than it must.
   *
   * @param {number} x in tiles
   * @param {number} y
   */
  follow(x, y) {
    const covered = Math.round(this.covered * this.ratio);
    this.left = this.#place(x, this.width, this.map.width);
    this.top = covered + this.#place(y, this.height - covered, this.map.height);
  }

  /** @param {number} x in pixels of the page, from the canvas's edge @param {number} y @returns {import('/client/world-map.js').Position} in tiles */
  tileAt(x, y) {
    return { x: (x * this.ratio - this.left) / this.scale, y: (y * this.ratio - this.top) / this.scale };
  }

  #fit() {
    const side = Math.min(this.width, this.height) / this.ratio;
    const wanted = (side / tilesAcross) * this.#zoom;
    this.scale = Math.round(Math.min(largest, Math.max(smallest, wanted)) * this.ratio);
  }

  /** @param {number} center @param {number} window @param {number} tiles */
  #place(center, window, tiles) {
    const length = tiles * this.scale;
    if (length <= window) return Math.round((window - length) / 2);
    return Math.round(Math.min(0, Math.max(window - length, window / 2 - center * this.scale)));
  }
}
