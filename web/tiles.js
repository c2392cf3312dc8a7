/**
 * The others' video, one tile a call.
 *
 * @typedef {import('/client/call.js').Call} Call
 */

/** @type {Record<string, string>} */
const stateWords = {
  new: 'Connecting…',
  calling: 'Calling…',
  connecting: 'Connecting…',
  interrupted: 'Interrupted…',
};

export class Tiles {
  /** @type {Map<Call, HTMLElement>} */
  #tiles = new Map();

  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
  }

  /**
   * @param {Call} call
   * @param {string} name
   */
  add(call, name) {
    const tile = build(call, name);
    const video = /** @type {HTMLVideoElement} */ (tile.querySelector('video'));
    const words = /** @type {HTMLElement} */ (tile.querySelector('.tile-state'));
    const show = () => {
      tile.dataset.state = call.state;
      words.textContent = stateWords[call.state] ?? '';
    };
    call.on('state', show);
    call.on('stream', stream => attach(video, stream));
    showVideo(tile, video, call);
    show();
    this.#tiles.set(call, tile);
    this.container.append(tile);
    this.#layOut();
  }

  /** @param {Call} call */
  remove(call) {
    this.#tiles.get(call)?.remove();
    this.#tiles.delete(call);
    this.#layOut();
  }

  /** @param {string} peer @param {boolean} speaking */
  speaks(peer, speaking) {
    for (const tile of this.#tiles.values())
      if (tile.dataset.peer === peer) tile.classList.toggle('speaking', speaking);
  }

  #layOut() {
    this.container.dataset.count = String(Math.min(this.#tiles.size, 10));
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
 * @param {Call} call
 * @param {string} name
 */
function build(call, name) {
  const tile = document.createElement('figure');
  tile.className = 'tile';
  tile.dataset.peer = call.peer;
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
 * @param {HTMLVideoElement} video
 * @param {MediaStream} stream
 */
function attach(video, stream) {
  if (video.srcObject !== stream) video.srcObject = stream;
  video.play().catch(() => {}); // autoplay will do it as soon as the browser lets it
}

/**
 * Shows the video while the other side sends one and a picture has come, and its name's first letter otherwise.
 *
 * @param {HTMLElement} tile
 * @param {HTMLVideoElement} video
 * @param {Call} call
 */
function showVideo(tile, video, call) {
  let sent = false;
  const show = () => (tile.dataset.video = sent && video.videoWidth > 0 ? 'on' : 'off');
  video.onloadeddata = video.onresize = video.onemptied = show;
  call.on('receiving', kinds => {
    sent = kinds.video;
    show();
  });
  show();
}
