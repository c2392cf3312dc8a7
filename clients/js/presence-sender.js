import { steadyInterval } from './interval.js';

/** @typedef {import('./presence-track.js').Presence} Presence */

/** Twelve a second: the protocol asks for ten to fifteen. In milliseconds. */
const interval = 80;

/** Who holds an object has to be heard of within its lease of 10 s. In milliseconds. */
const reminder = 4000;

/** Sends the latest of one's presences, and no more of them than the protocol likes. */
export class PresenceSender {
  /** @type {Presence | null} */
  #latest = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #lastSent = -Infinity;
  #stopReminding = () => {};
  #reminding = false;

  /**
   * @param {(presence: Presence) => void} send
   * @param {() => boolean} mustRemind whether one has to be heard of, moving or not
   */
  constructor(send, mustRemind) {
    this.send = send;
    this.mustRemind = mustRemind;
  }

  /** @param {Presence} presence */
  present(presence) {
    this.#latest = presence;
    this.#remind();
    const wait = this.#lastSent + interval - performance.now();
    if (wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** What has not gone out is not true any more. */
  forget() {
    this.#latest = null;
    this.#stopTimer();
  }

  /** The last one may have been lost. */
  again() {
    this.#flush();
  }

  stop() {
    this.forget();
    this.#stopReminding();
    this.#reminding = false;
  }

  #flush() {
    this.#stopTimer();
    if (!this.#latest) return;
    this.#lastSent = performance.now();
    this.send(this.#latest);
  }

  /** Hidden pages too: their timers would come too late. */
  #remind() {
    if (this.#reminding) return;
    this.#reminding = true;
    this.#stopReminding = steadyInterval(() => {
      if (this.mustRemind() && performance.now() - this.#lastSent >= reminder / 2) this.#flush();
    }, reminder);
  }

  #stopTimer() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
