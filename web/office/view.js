import { Camera } from './camera.js';
import { Figures } from './figures.js';
import { paintMap } from './map-painter.js';
import { NameTags } from './name-tags.js';
import { paintSpotlight } from './spotlight.js';
import { TagLayout } from './tag-layout.js';

/**
 * @typedef {import('./art.js').Context} Context
 * @typedef {import('/client/world-map.js').WorldMap} WorldMap
 * @typedef {import('/client/world-map.js').Position} Position
 * @typedef {import('/client/presence-track.js').Facing} Facing
 *
 * @typedef {object} Body where somebody is at a time: a `PresenceTrack`, or oneself
 * @property {number} x
 * @property {number} y
 * @property {Facing} facing
 * @property {string} state
 * @property {boolean} moving
 * @property {(now: number) => void} at
 *
 * @typedef {object} Figure somebody to be drawn
 * @property {string} id
 * @property {import('./figures.js').Looks} looks
 * @property {import('./name-tags.js').Tag} tag
 * @property {Body} body
 */

/** How often the legs change over, in steps a second. */
const steps = 7;

/** A phone's third pixel is not seen, and costs as much as the first. */
const maxRatio = 2;

/** How many frames' times are kept. */
const kept = 600;

/**
 * The office on its canvas: the map, drawn once for a scale, then at every frame the people on it. Sizes are learnt
 * when they change, so that no frame asks the page for its layout.
 */
export class View {
  /** @type {Map<string, Figure>} */
  figures = new Map();
  /** Tiles that one is going to. @type {Position[]} */
  path = [];
  /** What could be used here: the tiles it covers. @type {import('/client/world-map.js').Bounds | null} */
  offered = null;
  /** Called before each frame is drawn. @type {(now: number) => void} */
  onframe = () => {};
  /** How long the work for each of the last frames took, and the time from one to the next; in milliseconds. */
  times = { work: new Float64Array(kept), between: new Float64Array(kept), count: 0 };
  /** @type {Figure[]} */
  #order = [];
  #figures = new Figures();
  #tags = new NameTags();
  #layout = new TagLayout();
  /** One a figure, used again at every frame. @type {Map<string, import('./tag-layout.js').TagBox>} */
  #boxes = new Map();
  /** @type {import('./tag-layout.js').TagBox[]} */
  #placing = [];
  /** @type {{canvas: HTMLCanvasElement, scale: number} | null} */
  #ground = null;
  #paintedScale = 0;
  /** @type {HTMLCanvasElement | null} */
  #spotlight = null;
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #request = 0;
  #last = 0;
  #observer;
  #repaint = () => (this.#paintedScale = 0);

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {WorldMap} map
   * @param {Body} self whom the camera follows
   */
  constructor(canvas, map, self) {
    this.canvas = canvas;
    this.map = map;
    this.self = self;
    this.camera = new Camera(map);
    this.context = /** @type {Context} */ (canvas.getContext('2d', { alpha: false }));
    this.#observer = new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect.width, contentRect.height));
    this.#observer.observe(canvas);
    this.#dark.addEventListener('change', this.#repaint);
    this.#request = requestAnimationFrame(now => this.#frame(now));
  }

  /** Another map in the place of this one. @param {WorldMap} map */
  show(map) {
    this.map = this.camera.map = map;
    this.#repaint();
  }

  /** @param {string | null} zoneId the room that one is in: the others are dimmed */
  light(zoneId) {
    this.#spotlight = zoneId === null ? null : paintSpotlight(this.map, zoneId);
  }

  /** @param {number} height how much of the canvas's upper part something else covers, in pixels of the page */
  cover(height) {
    this.camera.covered = height;
  }

  /** @param {number} factor */
  zoom(factor) {
    this.camera.zoom(factor);
  }

  /**
   * @param {number} x in pixels of the page, from the canvas's edge
   * @param {number} y
   * @returns {Figure | null} who is drawn there, oneself left out
   */
  figureAt(x, y) {
    const at = this.camera.tileAt(x, y);
    const isHit = (/** @type {Figure} */ { body, tag }) =>
      !tag.self && Math.abs(at.x - body.x) < 0.4 && at.y > body.y - 1.2 && at.y < body.y + 0.45;
    return this.#order.filter(isHit).at(-1) ?? null;
  }

  close() {
    cancelAnimationFrame(this.#request);
    this.#observer.disconnect();
    this.#dark.removeEventListener('change', this.#repaint);
  }

  /** @param {number} width @param {number} height */
  #resize(width, height) {
    if (width === 0 || height === 0) return;
    this.camera.resize(width, height, Math.min(maxRatio, devicePixelRatio || 1));
    this.canvas.width = this.camera.width;
    this.canvas.height = this.camera.height;
  }

  /** @param {number} now */
  #frame(now) {
    this.#request = requestAnimationFrame(next => this.#frame(next));
    const begun = performance.now();
    this.onframe(now);
    if (this.camera.width > 0) this.#draw(now);
    const i = this.times.count++ % kept;
    this.times.work[i] = performance.now() - begun;
    this.times.between[i] = now - this.#last;
    this.#last = now;
  }

  /** @param {number} now */
  #draw(now) {
    const { camera, context } = this;
    if (this.#paintedScale !== camera.scale) {
      this.#ground = paintMap(this.map, camera.scale, this.#dark.matches);
      this.#paintedScale = camera.scale;
    }
    this.self.at(now);
    camera.follow(this.self.x, this.self.y);
    context.fillStyle = this.#dark.matches ? '#0b0d12' : '#c9ced8';
    context.fillRect(0, 0, camera.width, camera.height);
    this.#drawGround();
    this.#drawPath();
    this.#drawOffer(now);
    this.#drawPeople(now);
  }

  #drawGround() {
    const { camera, context } = this;
    const ground = /** @type {{canvas: HTMLCanvasElement, scale: number}} */ (this.#ground);
    const [width, height] = [this.map.width * camera.scale, this.map.height * camera.scale];
    context.imageSmoothingEnabled = ground.scale !== camera.scale;
    if (ground.scale === camera.scale) context.drawImage(ground.canvas, camera.left, camera.top);
    else context.drawImage(ground.canvas, camera.left, camera.top, width, height);
    if (!this.#spotlight) return;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#spotlight, camera.left, camera.top, width, height);
  }

  #drawPath() {
    const { context, camera } = this;
    if (this.path.length === 0) return;
    context.fillStyle = 'rgb(255 255 255 / 75%)';
    for (const { x, y } of this.path) {
      context.beginPath();
      context.arc(camera.left + (x + 0.5) * camera.scale, camera.top + (y + 0.5) * camera.scale, camera.scale * 0.08, 0, 7);
      context.fill();
    }
    const goal = this.path[this.path.length - 1];
    context.strokeStyle = 'rgb(255 255 255 / 90%)';
    context.lineWidth = camera.scale * 0.06;
    context.beginPath();
    context.arc(camera.left + (goal.x + 0.5) * camera.scale, camera.top + (goal.y + 0.5) * camera.scale, camera.scale * 0.3, 0, 7);
    context.stroke();
  }

  /** @param {number} now */
  #drawOffer(now) {
    if (!this.offered) return;
    const { context, camera } = this;
    const { x, y, width, height } = this.offered;
    context.strokeStyle = `rgb(255 255 255 / ${60 + 25 * Math.sin(now / 300)}%)`;
    context.lineWidth = Math.max(2, camera.scale * 0.05);
    context.beginPath();
    const inset = 0.04 * camera.scale;
    context.roundRect(
      camera.left + x * camera.scale + inset, camera.top + y * camera.scale + inset,
      width * camera.scale - 2 * inset, height * camera.scale - 2 * inset, camera.scale * 0.2,
    );
    context.stroke();
  }

  /** @param {number} now */
  #drawPeople(now) {
    const order = this.#order;
    order.length = 0;
    for (const figure of this.figures.values()) {
      figure.body.at(now);
      order.push(figure);
    }
    order.sort(byDepth);
    if (this.#boxes.size > 2 * order.length + 16) this.#boxes.clear();
    for (const figure of order) this.#drawPerson(figure, now);
    this.#drawTags();
  }

  /** The nearest first, as they are the ones that stay low; but nobody's own name moves. */
  #drawTags() {
    const { camera, context } = this;
    const placing = this.#placing;
    placing.length = 0;
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const box = this.#box(this.#order[i]);
      if (this.#order[i].tag.self) placing.unshift(box);
      else placing.push(box);
    }
    this.#layout.place(placing, camera.ratio);
    context.fillStyle = 'rgb(22 24 32 / 55%)';
    const stem = Math.max(1, Math.round(camera.ratio));
    for (const { x, y, height, lift } of placing)
      if (lift > height * 0.6) context.fillRect(Math.round(x - stem / 2), Math.round(y - lift), stem, Math.round(lift));
    for (let i = placing.length - 1; i >= 0; i--) this.#drawTag(placing[i]);
  }

  /** @param {Figure} figure */
  #box({ id, body, tag }) {
    const { camera } = this;
    let box = this.#boxes.get(id);
    if (!box) this.#boxes.set(id, (box = { id, x: 0, y: 0, width: 0, height: 0, lift: 0 }));
    const sprite = this.#tags.sprite(tag, camera.ratio);
    box.x = camera.left + body.x * camera.scale;
    box.y = camera.top + (body.y - 1.12) * camera.scale;
    box.width = sprite.width;
    box.height = sprite.height;
    return box;
  }

  /** @param {Figure} figure @param {number} now */
  #drawPerson({ body, looks, tag }, now) {
    const { context, camera } = this;
    const x = camera.left + body.x * camera.scale;
    const y = camera.top + (body.y + 0.36) * camera.scale;
    if (tag.speaking || tag.self) {
      context.strokeStyle = tag.speaking ? '#3ecf74' : 'rgb(255 255 255 / 70%)';
      context.lineWidth = camera.scale * (tag.speaking ? 0.07 : 0.045);
      context.beginPath();
      context.ellipse(x, y, camera.scale * 0.42, camera.scale * 0.2, 0, 0, 7);
      context.stroke();
    }
    const sits = body.state === 'sitting' && !body.moving;
    const phase = Math.floor((now / 1000) * steps) % 2 === 0;
    const pose = sits ? 'sit' : !body.moving ? 'stand' : phase ? 'left' : 'right';
    this.#figures.draw(context, looks, body.facing, pose, x, y, camera.scale);
  }

  /** @param {import('./tag-layout.js').TagBox} box */
  #drawTag({ id, x, y, width, height, lift }) {
    const figure = this.figures.get(id);
    if (!figure) return;
    const sprite = this.#tags.sprite(figure.tag, this.camera.ratio);
    this.context.drawImage(sprite, Math.round(x - width / 2), Math.round(y - lift - height));
  }
}

/** @param {Figure} a @param {Figure} b */
function byDepth(a, b) {
  return a.body.y - b.body.y;
}
