/**
 * @typedef {'north' | 'south' | 'west' | 'east'} Facing
 * @typedef {'idle' | 'walking' | 'sitting'} PresenceState
 *
 * @typedef {object} Presence
 * @property {import('./world-map.js').Position} position
 * @property {Facing} facing
 * @property {PresenceState} state
 */

/** A gap longer than this, in milliseconds, is a rest and not a slow walk. */
const maxGap = 350;

/** How fast one is taken to have walked after a rest, in tiles a millisecond. */
const usualSpeed = 5.5 / 1000;

/** Farther than that, in tiles, nobody walks between two updates: it is a jump. */
const maxStep = 4;

const capacity = 16;

/**
 * Where somebody is between two updates. They come some times a second; what is shown is a little in the past, so that
 * there is nearly always one on either side of it. Reading allocates nothing, as it happens at every frame.
 */
export class PresenceTrack {
  x = 0;
  y = 0;
  /** @type {Facing} where it looks; on its way, where it goes */
  facing = 'south';
  /** @type {PresenceState} */
  state = 'idle';
  /** Whether it is on its way at the time it was last asked about. */
  moving = false;
  #times = new Float64Array(capacity);
  #xs = new Float64Array(capacity);
  #ys = new Float64Array(capacity);
  #count = 0;
  /** @type {Facing} */
  #facing = 'south';

  /**
   * @param {Presence} presence
   * @param {number} [delay] how far in the past to show it, in milliseconds
   */
  constructor({ position, facing, state }, delay = 200) {
    this.delay = delay;
    this.facing = this.#facing = facing;
    this.state = state;
    this.jump(position.x, position.y);
  }

  /**
   * Puts it somewhere at once.
   *
   * @param {number} x
   * @param {number} y
   */
  jump(x, y) {
    this.#count = 0;
    this.#append(0, x, y);
    this.x = x;
    this.y = y;
    this.moving = false;
  }

  /**
   * @param {Presence} presence
   * @param {number} now in milliseconds, of the same clock as `at`
   */
  push({ position: { x, y }, facing, state }, now) {
    this.#facing = facing;
    this.state = state;
    const last = this.#count - 1;
    const step = Math.hypot(x - this.#xs[last], y - this.#ys[last]);
    if (step === 0) return;
    if (step > maxStep) return this.jump(x, y);
    if (now - this.#times[last] > maxGap) this.#append(now - Math.min(maxGap, step / usualSpeed), this.#xs[last], this.#ys[last]);
    this.#append(now, x, y);
  }

  /**
   * Sets `x`, `y`, `facing` and `moving` to what is to be shown at a time.
   *
   * @param {number} now in milliseconds
   */
  at(now) {
    const time = now - this.delay;
    let i = this.#count - 1;
    while (i > 0 && this.#times[i] > time) i--;
    this.moving = i < this.#count - 1 && this.#times[i] <= time;
    const part = this.moving ? (time - this.#times[i]) / (this.#times[i + 1] - this.#times[i]) : 0;
    const to = this.moving ? i + 1 : i;
    this.x = this.#xs[i] + (this.#xs[to] - this.#xs[i]) * part;
    this.y = this.#ys[i] + (this.#ys[to] - this.#ys[i]) * part;
    this.facing = this.moving ? facingOf(this.#xs[to] - this.#xs[i], this.#ys[to] - this.#ys[i]) : this.#facing;
  }

  /**
   * @param {number} time
   * @param {number} x
   * @param {number} y
   */
  #append(time, x, y) {
    if (this.#count === capacity) {
      for (const values of [this.#times, this.#xs, this.#ys]) values.copyWithin(0, 1);
      this.#count--;
    }
    const i = this.#count++;
    // Two updates in one read have one time: none may stand before the one it follows.
    this.#times[i] = i > 0 ? Math.max(time, this.#times[i - 1] + 1) : time;
    this.#xs[i] = x;
    this.#ys[i] = y;
  }
}

/**
 * @param {number} dx
 * @param {number} dy
 * @returns {Facing} where one looks who goes that way
 */
export function facingOf(dx, dy) {
  if (dx) return dx < 0 ? 'west' : 'east';
  return dy < 0 ? 'north' : 'south';
}
