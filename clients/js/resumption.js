import { BoundedQueue } from './queue.js';

/**
 * @typedef {object} ResumeAnswer what the server says of resuming, in its answer to the handshake
 * @property {'begun' | 'resumed' | 'snapshot' | 'rejected'} result `resumed`: the missed messages follow; `snapshot`: the
 *   session goes on, but messages were lost, and the full state follows; `rejected`: a new session began
 * @property {string} token for the next time
 * @property {number} seq the number from which messages count on
 * @property {number} received the number of the last message that the server got
 * @property {number} grace for how many seconds the session outlives a lost connection
 * @property {string} [reason] why it is not `resumed`
 */

/**
 * This side of a session that outlives its connections (docs/resume.md): the token, the numbers of both directions, and
 * the messages of which it is not known yet that the server has them.
 */
export class Resumption {
  #token = '';
  /** The number of the last message that came. */
  #seen = 0;
  /** The number of the last message that was sent. */
  #sent = 0;
  /** The last of those, in order; the oldest may have been pushed out. @type {BoundedQueue} */
  #kept;
  /** The numbers of the pings that wait for their answers, oldest first. @type {number[]} */
  #pings = [];

  /** @param {{maxCount: number, maxBytes: number}} limits what is kept to be sent again */
  constructor(limits) {
    this.#kept = new BoundedQueue(limits);
  }

  /** What to say of resuming in the handshake: an empty token asks for a session that can be resumed. */
  get request() {
    return { resume: this.#token, seq: this.#seen };
  }

  /** Whether there is a session to be resumed. */
  get possible() {
    return this.#token !== '';
  }

  /** A message came that counts. */
  came() {
    this.#seen++;
  }

  /**
   * A message was sent that counts.
   *
   * @param {string} text
   */
  went(text) {
    this.#sent++;
    while (!this.#kept.push(text) && this.#kept.shift() !== undefined);
  }

  /** The message sent last is a ping: its answer says that the server has all that went before. */
  pinged() {
    this.#pings.push(this.#sent);
  }

  /** A ping was answered. */
  ponged() {
    const number = this.#pings.shift();
    if (number !== undefined) this.#acknowledge(number);
  }

  /**
   * Takes the server's answer to the handshake.
   *
   * @param {ResumeAnswer | undefined} answer undefined from a server that does not know of resuming
   * @returns {{again: string[], lost: number}} what to send again, in order, before anything else; and of how many
   *   messages nobody knows whether the server has them
   */
  take(answer) {
    const goesOn = answer?.result === 'resumed' || answer?.result === 'snapshot';
    this.#token = answer?.token ?? '';
    this.#seen = answer?.seq ?? 0;
    if (!goesOn) {
      this.#sent = 0;
      this.#pings = [];
      return { again: [], lost: this.#kept.clear() };
    }

    const missing = this.#sent - answer.received;
    this.#acknowledge(answer.received);
    const again = this.#kept.toArray();
    this.#sent = answer.received;
    this.#pings = [];
    this.#kept.clear();
    return { again, lost: missing - again.length };
  }

  /** @param {number} number of a message that the server has */
  #acknowledge(number) {
    while (this.#kept.length > 0 && this.#sent - this.#kept.length < number) this.#kept.shift();
  }
}
