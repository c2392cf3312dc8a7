import { avatar } from '../tiles.js';

/**
 * @typedef {import('/vendor/hls.light.min.mjs').default} Hls
 */

/** How often a stream is tried that is not there yet, and how long to wait between, in milliseconds. */
const mostTries = 30;
const pause = 1000;

/**
 * How long a picture may be missing from what plays, in milliseconds, and how often it is looked for anew: who joins with
 * a stream's very first segment may find sound alone in it, and a player goes on as it has begun.
 */
const picturePatience = 3000;
const mostReloads = 5;

/** One stream played by HLS, a few seconds behind, as a tile among the others. */
export class HlsView {
  /** @type {Hls | null} */
  #hls = null;
  #tries = 0;
  #reloads = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pictureTimer;
  #closed = false;

  /**
   * @param {string} peer whose it is
   * @param {string} name
   * @param {string} url of the playlist
   * @param {() => boolean} hasPicture whether there should be a picture now, and not only sound
   */
  constructor(peer, name, url, hasPicture) {
    this.url = url;
    this.hasPicture = hasPicture;
    this.element = document.createElement('figure');
    this.element.className = 'tile hls';
    this.element.dataset.peer = `${peer}:hls`;
    this.element.dataset.state = 'connecting';
    this.element.dataset.video = 'off';
    this.video = document.createElement('video');
    this.video.autoplay = this.video.playsInline = this.video.controls = true;
    this.video.ariaLabel = `Broadcast of ${name}`;
    this.words = document.createElement('span');
    this.words.className = 'tile-state';
    const caption = document.createElement('figcaption');
    caption.append(`${name} by HLS`, this.words);
    this.element.append(avatar(name), this.video, caption);
    this.video.onresize = () => this.#show(this.video.videoWidth > 0);
    this.video.onplaying = () => {
      this.#say('connected', '');
      clearTimeout(this.#pictureTimer);
      this.#pictureTimer = setTimeout(() => this.#missPicture(), picturePatience);
    };
    this.#say('connecting', 'Waiting for the stream…');
    void this.#play();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#pictureTimer);
    this.#hls?.destroy();
    this.video.removeAttribute('src');
    this.element.remove();
  }

  async #play() {
    const { default: Hls } = await import('/vendor/hls.light.min.mjs');
    if (this.#closed) return;
    if (!Hls.isSupported()) return this.#playNatively();
    // The page's policy forbids workers made from blobs.
    const hls = (this.#hls = new Hls({ enableWorker: false, liveSyncDurationCount: 3, lowLatencyMode: false }));
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#begin());
    hls.on(Hls.Events.ERROR, (_, { fatal, type, details }) => {
      console.debug('broadcast,', type, details, fatal ? 'fatal' : '');
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
      else this.#tryAgain();
    });
    hls.attachMedia(this.video);
    hls.loadSource(this.url);
  }

  /** Safari plays HLS by itself. */
  #playNatively() {
    this.video.src = this.url;
    this.video.onerror = () => this.#tryAgain();
    this.#begin();
  }

  /** The first segment takes a while, and a publisher may come back. */
  #tryAgain() {
    if (this.#closed || ++this.#tries > mostTries) return this.#say('interrupted', 'The stream is not there.');
    this.#say('connecting', 'Waiting for the stream…');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#hls?.destroy();
      void this.#play();
    }, pause);
  }

  #missPicture() {
    if (this.#closed || this.video.videoWidth > 0 || !this.hasPicture() || ++this.#reloads > mostReloads) return;
    this.#hls?.destroy();
    void this.#play();
  }

  /** Without a click on this page browsers play nothing that is heard. */
  #begin() {
    this.video.play().catch(() => {
      this.video.muted = true;
      this.video.play().catch(() => {});
    });
  }

  /** @param {boolean} hasPicture */
  #show(hasPicture) {
    this.element.dataset.video = hasPicture ? 'on' : 'off';
  }

  /** @param {string} state @param {string} words */
  #say(state, words) {
    this.element.dataset.state = state;
    this.words.textContent = words;
    if (state === 'connected') this.#tries = 0;
  }
}
