/**
 * @typedef {object} TagBox a name tag, in pixels
 * @property {string} id whose it is
 * @property {number} x its middle
 * @property {number} y its lower edge, right above the head
 * @property {number} width
 * @property {number} height
 * @property {number} lift how much higher it is drawn, so that it covers no other
 */

/** Between two tags, in pixels of the page. */
const gap = 2;

/** How much of the way to its place a tag goes in a frame. */
const haste = 0.25;

/** Higher than so many tags above a head nobody looks for a name. */
const mostRows = 8;

/**
 * Where people stand close their tags are stacked: each as low as it can be, the nearest person's lowest. A tag glides
 * to its place, as people walk.
 */
export class TagLayout {
  /** Where each tag is drawn now. @type {Map<string, number>} */
  #lifts = new Map();
  /** @type {TagBox[]} those that have found their place, at it */
  #placed = [];

  /**
   * @param {TagBox[]} boxes the first to be placed first; each gets its `lift`
   * @param {number} ratio pixels of the screen to one of the page
   */
  place(boxes, ratio) {
    const placed = this.#placed;
    placed.length = 0;
    for (const box of boxes) {
      box.lift = this.#rise(box, gap * ratio);
      placed.push(box);
    }
    // Gliding comes after, so that a tag on its way pushes nobody.
    for (const box of boxes) box.lift = this.#glide(box);
    if (this.#lifts.size > 2 * boxes.length + 16) this.#forget(boxes);
  }

  /** @param {TagBox} box @param {number} space */
  #rise(box, space) {
    let lift = 0;
    for (let row = 0; row < mostRows; row++) {
      const other = this.#coveredBy(box, lift, space);
      if (!other) return lift;
      // Right above the one that is in the way.
      lift = box.y - (other.y - other.lift - other.height - space);
    }
    return lift;
  }

  /** @param {TagBox} box @param {number} lift @param {number} space */
  #coveredBy(box, lift, space) {
    const [bottom, top] = [box.y - lift, box.y - lift - box.height];
    for (const other of this.#placed) {
      const isBeside = Math.abs(other.x - box.x) >= (other.width + box.width) / 2 + space;
      const isAboveOrBelow = other.y - other.lift <= top || other.y - other.lift - other.height >= bottom;
      if (!isBeside && !isAboveOrBelow) return other;
    }
    return null;
  }

  /** @param {TagBox} box */
  #glide({ id, lift }) {
    const before = this.#lifts.get(id) ?? lift;
    const after = Math.abs(lift - before) < 0.5 ? lift : before + (lift - before) * haste;
    this.#lifts.set(id, after);
    return after;
  }

  /** @param {TagBox[]} boxes */
  #forget(boxes) {
    const here = new Set(boxes.map(({ id }) => id));
    for (const id of this.#lifts.keys()) if (!here.has(id)) this.#lifts.delete(id);
  }
}
