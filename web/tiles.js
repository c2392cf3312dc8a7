import { symbol } from './symbol.js';

/**
 * The others' video, one tile a call.
 *
 * @typedef {import('/client/call.js').Call | import('/client/live-downlink.js').LiveDownlink} Link
 */

/** @type {Record<string, string>} */
const stateWords = {
  new: 'Connecting…',
  calling: 'Calling…',
  connecting: 'Connecting…',
  interrupted: 'Interrupted…',
};

export class Tiles {
  /** @type {Map<Link, {tile: HTMLElement, stop: () => void}>} */
  #tiles = new Map();
  /** What others have put beside them. @type {Set<HTMLElement>} */
  #views = new Set();
  /** Plays without sound, as the browser lets a page be heard only after a click on it. @type {Set<HTMLVideoElement>} */
  #silenced = new Set();

  /**
   * @param {HTMLElement} container
   * @param {() => void} onsilenced `isSilenced` has changed
   */
  constructor(container, onsilenced) {
    this.container = container;
    this.onsilenced = onsilenced;
  }

  /** Whether the browser waits for a click before anybody is heard. */
  get isSilenced() {
    return this.#silenced.size > 0;
  }

  /** Lets everybody be heard; works within the handler of a click or a key. */
  unsilence() {
    if (!this.isSilenced) return;
    for (const video of this.#silenced) video.muted = false;
    this.#silenced.clear();
    this.onsilenced();
  }

  /**
   * Plays, if need be without sound: a picture at least.
   *
   * @param {HTMLVideoElement} video
   */
  async #play(video) {
    try {
      await video.play();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NotAllowedError' || video.muted) return;
      video.muted = true;
      this.#silenced.add(video);
      this.onsilenced();
      video.play().catch(() => {});
    }
  }

  /**
   * @param {Link} link
   * @param {string} name
   */
  add(link, name) {
    const tile = build(link, name);
    this.#tiles.set(link, { tile, stop: bind(tile, link, video => void this.#play(video)) });
    this.container.append(tile);
    this.#layOut();
  }

  /**
   * The same person comes another way: the same tile goes on.
   *
   * @param {Link} before
   * @param {Link} after
   */
  replace(before, after) {
    const known = this.#tiles.get(before);
    if (!known) return;
    known.stop();
    this.#tiles.delete(before);
    this.#tiles.set(after, { tile: known.tile, stop: bind(known.tile, after, video => void this.#play(video)) });
  }

  /** @param {Link} link */
  remove(link) {
    const known = this.#tiles.get(link);
    known?.stop();
    known?.tile.remove();
    this.#tiles.delete(link);
    if (known) this.#forget(known.tile);
    this.#layOut();
  }

  /** @param {HTMLElement} element a tile that plays something else */
  addView(element) {
    this.#views.add(element);
    this.container.append(element);
    this.#layOut();
  }

  /** @param {HTMLElement} element */
  removeView(element) {
    this.#views.delete(element);
    element.remove();
    this.#layOut();
  }

  /** @param {string} peer @param {boolean} speaking */
  speaks(peer, speaking) {
    for (const { tile } of this.#tiles.values())
      if (tile.dataset.peer === peer) tile.classList.toggle('speaking', speaking);
  }

  /** @param {HTMLElement} tile */
  #forget(tile) {
    const video = tile.querySelector('video');
    if (video && this.#silenced.delete(video)) this.onsilenced();
  }

  #layOut() {
    this.container.dataset.count = String(Math.min(this.#tiles.size + this.#views.size, 10));
  }
}

/** @param {string} name its first letter stands where there is no picture */
export function avatar(name) {
  const element = document.createElement('span');
  element.className = 'avatar';
  element.ariaHidden = 'true';
  element.textContent = [...name][0]?.toUpperCase() ?? '?';
  return element;
}

/**
 * @param {Link} link
 * @param {string} name
 */
function build({ peer }, name) {
  const tile = document.createElement('figure');
  tile.className = 'tile';
  tile.dataset.peer = peer;
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  video.ariaLabel = `Video of ${name}`;
  const caption = document.createElement('figcaption');
  caption.textContent = name;
  const words = document.createElement('span');
  words.className = 'tile-state';
  const silent = document.createElement('span');
  silent.className = 'tile-silent';
  silent.role = 'img';
  silent.ariaLabel = 'Microphone off';
  silent.append(symbol('microphone', 'slash'));
  caption.append(words, silent);
  tile.append(avatar(name), video, caption);
  return tile;
}

/**
 * Shows what comes by a link, and how the link is. The video is shown while the other side sends one and a picture has
 * come, and its name's first letter otherwise.
 *
 * @param {HTMLElement} tile
 * @param {Link} link
 * @param {(video: HTMLVideoElement) => void} play
 * @returns {() => void} a function that stops it
 */
function bind(tile, link, play) {
  const video = /** @type {HTMLVideoElement} */ (tile.querySelector('video'));
  const words = /** @type {HTMLElement} */ (tile.querySelector('.tile-state'));
  let sent = link.receiving.video;
  const showSound = (/** @type {boolean} */ audio) => (tile.dataset.audio = audio ? 'on' : 'off');
  const showState = () => {
    tile.dataset.state = link.state;
    words.textContent = stateWords[link.state] ?? '';
  };
  const showVideo = () => (tile.dataset.video = sent && video.videoWidth > 0 ? 'on' : 'off');
  video.onloadeddata = video.onresize = video.onemptied = showVideo;
  /** @type {import('/client/emitter.js').Emitter<any>} */
  const emitter = link;
  const stops = [
    emitter.on('state', showState),
    emitter.on('stream', stream => attach(video, stream, play)),
    emitter.on('receiving', kinds => {
      sent = kinds.video;
      showSound(kinds.audio);
      showVideo();
    }),
  ];
  if (link.remoteStream.getTracks().length) attach(video, link.remoteStream, play);
  showSound(link.receiving.audio);
  showState();
  showVideo();
  return () => stops.forEach(stop => stop());
}

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStream} stream
 * @param {(video: HTMLVideoElement) => void} play
 */
function attach(video, stream, play) {
  if (video.srcObject !== stream) video.srcObject = stream;
  play(video);
}
