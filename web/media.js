import { Emitter } from '/client/emitter.js';
import { explainMedia, listOf } from './words.js';

/**
 * @typedef {import('/client/tracks.js').Kind} Kind
 *
 * @typedef {object} MediaEvents
 * @property {{kind: Kind, track: MediaStreamTrack | null}} track what to send of that kind from now on
 * @property {undefined} change a button or the preview has to show something else
 * @property {string} problem words for a person
 */

/** @type {Record<Kind, {name: string, constraint: MediaTrackConstraints}>} */
const devices = {
  audio: { name: 'microphone', constraint: { echoCancellation: true, noiseSuppression: true } },
  video: { name: 'camera', constraint: { width: { ideal: 1280 }, height: { ideal: 720 } } },
};

/**
 * The user's own camera, microphone and screen. What cannot be had is missing, and everything else goes on.
 *
 * @extends {Emitter<MediaEvents>}
 */
export class LocalMedia extends Emitter {
  /** What the user wants. @type {Record<Kind, boolean>} */
  wanted = { audio: true, video: true };
  /** @type {Record<Kind, MediaStreamTrack | null>} */
  #devices = { audio: null, video: null };
  /** @type {MediaStreamTrack | null} */
  #screen = null;
  /** @type {Promise<void>} */
  #opening = Promise.resolve();
  /** How often it was stopped: what was asked for before and comes later is closed at once. */
  #stops = 0;

  get sharesScreen() {
    return this.#screen !== null;
  }

  /** The screen, while it is shared. */
  get screen() {
    return this.#screen;
  }

  /** @param {Kind} kind @returns {MediaStreamTrack | null} the camera or the microphone itself */
  device(kind) {
    return this.#devices[kind];
  }

  /**
   * @param {Kind} kind
   * @returns {MediaStreamTrack | null} the screen rather than the camera, while it is shared
   */
  track(kind) {
    return (kind === 'video' && this.#screen) || this.#devices[kind];
  }

  /** Opens what is wanted and not open yet. */
  start() {
    const kinds = /** @type {Kind[]} */ (['audio', 'video']).filter(kind => this.wanted[kind] && !this.#devices[kind]);
    if (kinds.length) this.#opening = this.#open(kinds);
  }

  /**
   * Waits until the user has answered the browser's question, but not for ever: a call can begin without.
   *
   * @param {number} timeout in milliseconds
   */
  settled(timeout) {
    return Promise.race([this.#opening, new Promise(resolve => setTimeout(resolve, timeout))]);
  }

  /** @param {Kind} kind */
  toggle(kind) {
    this.wanted[kind] = !this.#devices[kind];
    if (this.wanted[kind]) this.#opening = this.#open([kind]);
    else this.#set(kind, null);
  }

  async toggleScreen() {
    if (this.#screen) return this.#setScreen(null);
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
      this.#setScreen(stream.getVideoTracks()[0]);
    } catch (error) {
      const cancelled = error instanceof Error && error.name === 'NotAllowedError';
      if (!cancelled) this.emit('problem', 'The screen could not be shared.');
    }
  }

  stop() {
    this.#stops++;
    this.#setScreen(null);
    this.#set('audio', null);
    this.#set('video', null);
  }

  /** @param {Kind[]} kinds */
  async #open(kinds) {
    let error = await this.#request(kinds);
    if (!error) return;
    // One missing or forbidden device fails the request for both, so each is asked for by itself then.
    let missing = kinds;
    if (kinds.length > 1 && (await worthAnotherTry(kinds, error))) {
      const errors = [await this.#request(['audio']), await this.#request(['video'])];
      missing = kinds.filter((_, i) => errors[i]);
      error = errors[0] ?? errors[1];
    }
    for (const kind of missing) this.wanted[kind] = false;
    if (missing.length) this.emit('problem', explainMedia(error, nameOf(missing)));
    this.emit('change', undefined);
  }

  /**
   * @param {Kind[]} kinds
   * @returns {Promise<unknown>} what went wrong, if anything
   */
  async #request(kinds) {
    try {
      if (!navigator.mediaDevices) throw new Error('not a secure context');
      const constraints = Object.fromEntries(kinds.map(kind => [kind, devices[kind].constraint]));
      const stops = this.#stops;
      const stream = await navigator.mediaDevices.getUserMedia(constraints);
      if (stops !== this.#stops) {
        for (const track of stream.getTracks()) track.stop();
        return undefined;
      }
      for (const kind of kinds) this.#set(kind, stream.getTracks().find(track => track.kind === kind) ?? null);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track
   */
  #set(kind, track) {
    if (track && !this.wanted[kind]) return track.stop(); // the user has changed their mind meanwhile
    this.#devices[kind]?.stop();
    this.#devices[kind] = track;
    if (track) track.onended = () => this.#unplugged(kind);
    this.#changed(kind);
  }

  /** @param {Kind} kind */
  #unplugged(kind) {
    this.wanted[kind] = false;
    this.#set(kind, null);
    this.emit('problem', `Your ${devices[kind].name} has stopped.`);
  }

  /** @param {MediaStreamTrack | null} track */
  #setScreen(track) {
    if (!track && !this.#screen) return;
    this.#screen?.stop();
    this.#screen = track;
    if (track) track.onended = () => this.#setScreen(null);
    this.#changed('video');
  }

  /** @param {Kind} kind */
  #changed(kind) {
    this.emit('track', { kind, track: this.track(kind) });
    this.emit('change', undefined);
  }
}

/**
 * @param {Kind[]} kinds
 * @param {unknown} error
 */
async function worthAnotherTry(kinds, error) {
  if (!navigator.mediaDevices) return false;
  const denied = await Promise.all(kinds.map(isDenied));
  // Forbidden, but by no lasting decision: the user has closed the browser's question, and is not asked again at once.
  const dismissed = error instanceof Error && error.name === 'NotAllowedError' && !denied.some(Boolean);
  return !dismissed && !denied.every(Boolean);
}

/** @param {Kind[]} kinds */
function nameOf(kinds) {
  return listOf(kinds.map(kind => devices[kind].name).reverse());
}

/** @param {Kind} kind */
async function isDenied(kind) {
  try {
    const name = /** @type {PermissionName} */ (devices[kind].name);
    return (await navigator.permissions.query({ name })).state === 'denied';
  } catch {
    return false; // a browser that does not tell
  }
}
