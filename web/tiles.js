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

  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
  }

  /**
   * @param {Link} link
   * @param {string} name
   */
  add(link, name) {
    const tile = build(link, name);
    this.#tiles.set(link, { tile, stop: bind(tile, link) });
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
    this.#tiles.set(after, { tile: known.tile, stop: bind(known.tile, after) });
  }

  /** @param {Link} link */
  remove(link) {
    const known = this.#tiles.get(link);
    known?.stop();
    known?.tile.remove();
    this.#tiles.delete(link);
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
  caption.append(words);
  tile.append(avatar(name), video, caption);
  return tile;
}

/**
 * Shows what comes by a link, and how the link is. The video is shown while the other side sends one and a picture has
 * come, and its name's first letter otherwise.
 *
 * @param {HTMLElement} tile
 * @param {Link} link
 * @returns {() => void} a function that stops it
 */
function bind(tile, link) {
  const video = /** @type {HTMLVideoElement} */ (tile.querySelector('video'));
  const words = /** @type {HTMLElement} */ (tile.querySelector('.tile-state'));
  let sent = link.receiving.video;
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
    emitter.on('stream', stream => attach(video, stream)),
    emitter.on('receiving', kinds => {
      sent = kinds.video;
      showVideo();
    }),
  ];
  if (link.remoteStream.getTracks().length) attach(video, link.remoteStream);
  showState();
  showVideo();
  return () => stops.forEach(stop => stop());
}

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStream} stream
 */
function attach(video, stream) {
  if (video.srcObject !== stream) video.srcObject = stream;
  video.play().catch(() => {}); // autoplay will do it as soon as the browser lets it
}
