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
    call.on('stream', stream => attach(tile, video, stream));
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

  #layOut() {
    this.container.dataset.count = String(Math.min(this.#tiles.size, 10));
  }
}

/**
 * @param {Call} call
 * @param {string} name
 */
function build(call, name) {
  const tile = document.createElement('figure');
  tile.className = 'tile';
  tile.dataset.peer = call.peer;
  tile.dataset.video = 'off';
  const avatar = document.createElement('span');
  avatar.className = 'avatar';
  avatar.ariaHidden = 'true';
  avatar.textContent = [...name][0]?.toUpperCase() ?? '?';
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  video.ariaLabel = `Video of ${name}`;
  const caption = document.createElement('figcaption');
  caption.textContent = name;
  const words = document.createElement('span');
  words.className = 'tile-state';
  caption.append(words);
  tile.append(avatar, video, caption);
  return tile;
}

/**
 * @param {HTMLElement} tile
 * @param {HTMLVideoElement} video
 * @param {MediaStream} stream
 */
function attach(tile, video, stream) {
  if (video.srcObject !== stream) video.srcObject = stream;
  video.play().catch(() => {}); // autoplay will do it as soon as the browser lets it
  const [track] = stream.getVideoTracks();
  if (!track) return;
  const show = () => (tile.dataset.video = track.muted ? 'off' : 'on');
  track.onmute = track.onunmute = show;
  show();
}
